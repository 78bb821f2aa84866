package org.andiron.server;

/** A service does not answer a call. */
public final class CdsRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;

  /**
   * @param status of HTTP
   * @param error a code for programs, such as {@code bad_request}
   * @param message a sentence for people, of nothing that the client has not sent
   */
  public CdsRefusedException(int status, String error, String message) {
    super(message);
    this.status = status;
    this.error = error;
  }

  /** The client has sent what cannot be understood. */
  public static CdsRefusedException badRequest(String message) {
    return new CdsRefusedException(400, "bad_request", message);
  }

  public int status() {
    return status;
  }

  public String error() {
    return error;
  }
}
