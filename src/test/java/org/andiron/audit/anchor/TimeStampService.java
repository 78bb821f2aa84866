package org.andiron.audit.anchor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.andiron.audit.delivery.TestCertificates;
import org.andiron.audit.delivery.TestCertificates.Identity;
import org.andiron.audit.ledger.TreeHead;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A time stamp service over HTTP that does as a test says. */
public final class TimeStampService implements AutoCloseable {

  /** Answers a request; may throw. */
  @FunctionalInterface
  public interface Behaviour {
    byte[] answer(byte[] request) throws Exception;
  }

  private final HttpServer server;
  private volatile Behaviour behaviour;

  /** Starts one on a free port. */
  public TimeStampService(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  void behave(Behaviour other) {
    behaviour = other;
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] request = exchange.getRequestBody().readAllBytes();
    try {
      if (!"application/timestamp-query"
          .equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
        throw new IllegalArgumentException("not a query");
      }
      byte[] response = behaviour.answer(request);
      exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
      exchange.sendResponseHeaders(200, response.length);
      exchange.getResponseBody().write(response);
    } catch (Exception e) {
      exchange.sendResponseHeaders(500, -1);
    } finally {
      exchange.close();
    }
  }

  /** Its address. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
  }

  /** A service whose certificate is valid, or was, in a span as seen from now. */
  public static Identity identity(Identity authority, Duration from, Duration to) throws Exception {
    return TestCertificates.timeStamper(authority, from, to, KeyPurposeId.id_kp_timeStamping);
  }

  /** Stamps what is asked for. */
  public static Behaviour stamping(Identity service) {
    return stamping(service, Duration.ZERO);
  }

  /** Stamps with a clock that goes wrong. */
  static Behaviour stamping(Identity service, Duration wrong) {
    return request -> response(service, new TimeStampRequest(request), wrong);
  }

  /** Stamps something else than it was asked for, with the nonce of the request. */
  static Behaviour stampingElse(Identity service) {
    return request -> {
      TimeStampRequest asked = new TimeStampRequest(request);
      return response(service, request(new byte[32], asked.getNonce()), Duration.ZERO);
    };
  }

  /** Answers an earlier request. */
  static Behaviour repeating(Identity service) {
    return request -> {
      TimeStampRequest asked = new TimeStampRequest(request);
      return response(
          service, request(asked.getMessageImprintDigest(), BigInteger.ONE), Duration.ZERO);
    };
  }

  /** Refuses. */
  static Behaviour refusing(Identity service) {
    return request ->
        new TimeStampResponseGenerator(generator(service), TSPAlgorithms.ALLOWED)
            .generateFailResponse(2, 1 << 25, "no")
            .getEncoded();
  }

  /** A token for an imprint as a service makes it. */
  static TimeStampToken token(Identity service, byte[] imprint) throws Exception {
    return token(service, imprint, Instant.now());
  }

  private static TimeStampToken token(Identity service, byte[] imprint, Instant time)
      throws Exception {
    return generator(service)
        .generate(request(imprint, BigInteger.TEN), BigInteger.TWO, Date.from(time));
  }

  /** A time stamp of a head as a service makes it at a time. */
  public static TimeStamp stamp(Identity service, TreeHead head, Instant time) throws Exception {
    return new TimeStamp(head, token(service, TimeStampCheck.imprint(head), time).getEncoded());
  }

  /** What a token says, signed by somebody whom no generator of tokens would take. */
  static byte[] signedBy(Identity other, TimeStampToken token) throws Exception {
    ESSCertIDv2 certificate =
        new ESSCertIDv2(
            MessageDigest.getInstance("SHA-256").digest(other.certificate().getEncoded()));
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSimpleSignerInfoGeneratorBuilder()
            .setSignedAttributeGenerator(
                new AttributeTable(
                    new Attribute(
                        PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                        new DERSet(new SigningCertificateV2(certificate)))))
            .build("SHA256withECDSA", other.keys().getPrivate(), other.certificate()));
    generator.addCertificates(new JcaCertStore(List.of(other.certificate())));
    return generator
        .generate(
            new CMSProcessableByteArray(
                PKCSObjectIdentifiers.id_ct_TSTInfo,
                (byte[]) token.toCMSSignedData().getSignedContent().getContent()),
            true)
        .getEncoded();
  }

  private static TimeStampRequest request(byte[] imprint, BigInteger nonce) throws Exception {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    return generator.generate(TSPAlgorithms.SHA256, imprint, nonce);
  }

  private static byte[] response(Identity service, TimeStampRequest request, Duration wrong)
      throws Exception {
    return new TimeStampResponseGenerator(generator(service), TSPAlgorithms.ALLOWED)
        .generate(request, BigInteger.TWO, Date.from(Instant.now().plus(wrong)))
        .getEncoded();
  }

  private static TimeStampTokenGenerator generator(Identity service) throws Exception {
    X509Certificate certificate = service.certificate();
    TimeStampTokenGenerator generator =
        new TimeStampTokenGenerator(
            new JcaSimpleSignerInfoGeneratorBuilder()
                .build("SHA256withECDSA", service.keys().getPrivate(), certificate),
            new JcaDigestCalculatorProviderBuilder()
                .build()
                .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
            new ASN1ObjectIdentifier("1.2.3"));
    generator.addCertificates(new JcaCertStore(List.of(certificate)));
    return generator;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
