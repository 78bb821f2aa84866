package org.andiron.audit.delivery;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Keys with certificates, made when a test needs them. */
public final class TestCertificates {

  private static final AtomicLong SERIAL = new AtomicLong(1);

  private TestCertificates() {}

  /** A key, its certificate, and who issued that. */
  public record Identity(KeyPair keys, X509Certificate certificate) {}

  /** An authority that vouches for itself. */
  public static Identity authority(String name) throws Exception {
    KeyPair keys = keys();
    JcaX509v3CertificateBuilder builder =
        builder(
            new X500Principal("CN=" + name), keys, name, Duration.ofDays(-1), Duration.ofDays(1));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    return sign(builder, keys, keys);
  }

  /** A server of TLS at this address. */
  public static Identity tlsServer(Identity issuer, String address) throws Exception {
    KeyPair keys = keys();
    JcaX509v3CertificateBuilder builder =
        builder(
            issuer.certificate().getSubjectX500Principal(),
            keys,
            "tls",
            Duration.ofDays(-1),
            Duration.ofDays(1));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
    return sign(builder, keys, issuer.keys());
  }

  /** A time stamp service, valid between two moments as seen from now. */
  public static Identity timeStamper(
      Identity issuer, Duration from, Duration to, KeyPurposeId purpose) throws Exception {
    KeyPair keys = keys();
    JcaX509v3CertificateBuilder builder =
        builder(issuer.certificate().getSubjectX500Principal(), keys, "TSA", from, to);
    builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
    return sign(builder, keys, issuer.keys());
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Principal issuer, KeyPair keys, String name, Duration from, Duration to) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(SERIAL.getAndIncrement()),
        Date.from(now.plus(from)),
        Date.from(now.plus(to)),
        new X500Principal("CN=" + name),
        keys.getPublic());
  }

  private static Identity sign(JcaX509v3CertificateBuilder builder, KeyPair keys, KeyPair issuer)
      throws Exception {
    return new Identity(
        keys,
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate()))));
  }

  /** A certificate as files have it. */
  public static String pem(Identity identity) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(identity.certificate().getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  /** TLS with an identity, for a server. */
  public static SSLContext serving(Identity identity) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "own",
        identity.keys().getPrivate(),
        new char[0],
        new X509Certificate[] {identity.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** TLS that trusts an authority, for a client. */
  public static SSLContext trusting(Identity authority) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", authority.certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
