package org.andiron.security.authserver.client;

/**
 * Client metadata that cannot be registered.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2">Error {@code
 *     invalid_client_metadata}, RFC 7591</a>
 */
public final class InvalidClientMetadataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String member;

  InvalidClientMetadataException(String member, String reason) {
    super(member + ": " + reason);
    this.member = member;
  }

  /** The name of the member at fault. */
  public String member() {
    return member;
  }
}
