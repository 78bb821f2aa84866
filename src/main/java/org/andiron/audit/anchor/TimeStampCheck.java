package org.andiron.audit.anchor;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.audit.ledger.TreeHead;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Says which head a time stamp proves, and when that was there. It needs the token, the head and
 * the certificates that are trusted, and neither database nor network; so nobody is asked whether a
 * certificate was revoked.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3161">RFC 3161</a>
 */
public final class TimeStampCheck {

  /** How far apart our clock and that of the service may be. */
  public static final Duration TOLERANCE = Duration.ofMinutes(10);

  private final Set<X509Certificate> trusted;

  /**
   * @param trusted that issued the certificate of the service, or are it
   */
  public TimeStampCheck(Collection<X509Certificate> trusted) {
    this.trusted = Set.copyOf(trusted);
  }

  /**
   * Trusts the certificates of a file.
   *
   * @param pem one or more of them
   * @throws IOException if there is no such file, or no certificate in it
   */
  public static TimeStampCheck trusting(Path pem) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(pem))) {
      List<X509Certificate> certificates = new ArrayList<>();
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        certificates.add((X509Certificate) certificate);
      }
      if (certificates.isEmpty()) {
        throw new IOException("there is no certificate in it");
      }
      return new TimeStampCheck(certificates);
    } catch (CertificateException e) {
      throw new IOException("there are not only certificates in it", e);
    }
  }

  /**
   * What a time stamp proves.
   *
   * @throws TimeStampRefusedException if it proves nothing of its head
   */
  public TimeStampProof proof(TimeStamp stamp) throws TimeStampRefusedException {
    try {
      return proof(stamp.head(), new TimeStampToken(new CMSSignedData(stamp.token())));
    } catch (CMSException | TSPException | IOException e) {
      if (e instanceof TimeStampRefusedException refused) {
        throw refused;
      }
      throw new TimeStampRefusedException("it is no time stamp", e);
    }
  }

  TimeStampProof proof(TreeHead head, TimeStampToken token) throws TimeStampRefusedException {
    var info = token.getTimeStampInfo();
    if (!TSPAlgorithms.SHA256.equals(info.getMessageImprintAlgOID())
        || !MessageDigest.isEqual(imprint(head), info.getMessageImprintDigest())) {
      throw new TimeStampRefusedException("the time stamp is of something else than the head");
    }
    try {
      List<X509Certificate> sent = certificates(token);
      X509Certificate signer = signer(token);
      // Also: the certificate is for time stamps alone, is the one that is named in what is
      // signed, and was valid then.
      token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
      requireTrusted(signer, sent, info.getGenTime());
      return new TimeStampProof(
          head, info.getGenTime().toInstant(), signer.getSubjectX500Principal().getName());
    } catch (TSPException | OperatorCreationException | CertificateException e) {
      throw new TimeStampRefusedException(
          "the time stamp is not signed as it should be: " + e.getMessage(), e);
    }
  }

  /** SHA-256 of what is signed of the head. */
  static byte[] imprint(TreeHead head) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(head.encoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  private static List<X509Certificate> certificates(TimeStampToken token)
      throws CertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
      certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
    }
    return certificates;
  }

  @SuppressWarnings("unchecked") // SignerId selects holders of certificates
  private static X509Certificate signer(TimeStampToken token)
      throws CertificateException, TimeStampRefusedException {
    Collection<X509CertificateHolder> signers = token.getCertificates().getMatches(token.getSID());
    if (signers.size() != 1) {
      throw new TimeStampRefusedException("the time stamp lacks the certificate of its service");
    }
    return new JcaX509CertificateConverter().getCertificate(signers.iterator().next());
  }

  private void requireTrusted(X509Certificate signer, List<X509Certificate> sent, Date time)
      throws TimeStampRefusedException {
    if (trusted.contains(signer)) {
      return;
    }
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(signer);
    try {
      PKIXBuilderParameters parameters =
          new PKIXBuilderParameters(
              trusted.stream().map(it -> new TrustAnchor(it, null)).collect(Collectors.toSet()),
              target);
      parameters.addCertStore(
          CertStore.getInstance(
              "Collection", new CollectionCertStoreParameters(new HashSet<>(sent))));
      parameters.setRevocationEnabled(false);
      parameters.setDate(time);
      CertPathBuilder.getInstance("PKIX").build(parameters);
    } catch (CertPathBuilderException e) {
      throw new TimeStampRefusedException(
          "no certificate that is trusted vouches for the service of the time stamp", e);
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("there is no certificate to trust", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("PKIX is part of every Java", e);
    }
  }
}
