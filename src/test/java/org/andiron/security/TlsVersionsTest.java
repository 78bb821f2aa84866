package org.andiron.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.andiron.startup.StartupRefusedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;

/**
 * What the web server answers on the wire to those who begin with one version of TLS or another.
 */
class TlsVersionsTest {

  private static final String PASSWORD = "of-this-test-only";
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int PROTOCOL_VERSION = 70;

  @TempDir private static Path folder;
  private static Path store;
  private static WebServer server;

  @BeforeAll
  static void start() throws Exception {
    store = folder.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                System.getProperty("java.home")
                    + File.separator
                    + "bin"
                    + File.separator
                    + "keytool",
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    server = serverWith();
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  private static WebServer serverWith(String... protocols) {
    TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
    factory.setAddress(InetAddress.getLoopbackAddress());
    Ssl ssl = new Ssl();
    ssl.setKeyStore(store.toUri().toString());
    ssl.setKeyStorePassword(PASSWORD);
    ssl.setEnabledProtocols(protocols.length == 0 ? null : protocols);
    factory.setSsl(ssl);
    new TlsVersions().customize(factory);
    return factory.getWebServer();
  }

  @Test
  void versions12And13AreSpoken() throws Exception {
    for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
      try (SSLSocket socket =
          (SSLSocket) trusting().getSocketFactory().createSocket("localhost", server.getPort())) {
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      }
    }
  }

  private static SSLContext trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store)) {
      trusted.load(file, PASSWORD.toCharArray());
    }
    KeyStore certificates = KeyStore.getInstance("PKCS12");
    certificates.load(null, null);
    certificates.setCertificateEntry("server", trusted.getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(certificates);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Written by hand, as Java itself begins no such conversation any more. */
  @Test
  void olderVersionsAreRefusedForTheirVersion() throws Exception {
    for (int minor : new int[] {1, 2}) {
      byte[] answer = answerTo(hello(minor));
      assertThat(answer[0]).as("TLS 1.%d", minor - 1).isEqualTo((byte) ALERT);
      assertThat(answer[6]).isEqualTo((byte) PROTOCOL_VERSION);
    }
    assertThat(answerTo(hello(3))[0]).as("TLS 1.2").isEqualTo((byte) HANDSHAKE);
  }

  /** A ClientHello of the version 3.minor that offers ECDHE with ECDSA, on P-256. */
  private static byte[] hello(int minor) {
    byte[] extensions = {
      0,
      10,
      0,
      4,
      0,
      2,
      0,
      23, // supported_groups: secp256r1
      0,
      11,
      0,
      2,
      1,
      0, // ec_point_formats: uncompressed
      0,
      13,
      0,
      4,
      0,
      2,
      4,
      3 // signature_algorithms: ecdsa_secp256r1_sha256
    };
    byte[] suites = {(byte) 0xc0, 0x2b, (byte) 0xc0, 0x09, (byte) 0xc0, 0x0a};
    int length = 2 + 32 + 1 + 2 + suites.length + 2 + 2 + extensions.length;
    return ByteBuffer.allocate(5 + 4 + length)
        .put(new byte[] {HANDSHAKE, 3, 1})
        .putShort((short) (4 + length))
        .putInt((1 << 24) | length)
        .put(new byte[] {3, (byte) minor})
        .put(new byte[32])
        .put((byte) 0)
        .putShort((short) suites.length)
        .put(suites)
        .put(new byte[] {1, 0})
        .putShort((short) extensions.length)
        .put(extensions)
        .array();
  }

  private static byte[] answerTo(byte[] hello) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
      socket.getOutputStream().write(hello);
      return new DataInputStream(socket.getInputStream()).readNBytes(7);
    }
  }

  @Test
  void aServerThatWouldSpeakOlderOnesOnlyDoesNotStart() {
    assertThatThrownBy(() -> serverWith("TLSv1", "TLSv1.1"))
        .isInstanceOf(StartupRefusedException.class);
  }
}
