package org.andiron.security.account.factor;

/**
 * What a person needs to set up their authenticator app.
 *
 * @param secret to type where no picture can be taken, in Base 32
 * @param uri the same for apps on this device
 * @param qrCode the same as a picture to scan: an SVG document
 */
public record TotpEnrolment(String secret, String uri, String qrCode) {

  /** A secret does not belong in a log. */
  @Override
  public String toString() {
    return "TotpEnrolment[]";
  }
}
