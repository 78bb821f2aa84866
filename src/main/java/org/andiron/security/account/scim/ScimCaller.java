package org.andiron.security.account.scim;

import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.authorize.Authorization;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Who provisions, as the SCIM library hands it on to what does the work.
 *
 * @param name for the record of changes
 * @param administrator whether it may do what only administrators may
 */
record ScimCaller(String name, boolean administrator) implements Authorization {

  /** Who sent the request that is being answered. */
  static ScimCaller of(Context context) {
    return (ScimCaller) Objects.requireNonNull(context.getAuthorization());
  }

  @Override
  public Set<String> getClientRoles() {
    return Set.of();
  }

  /** Whoever gets so far was let in by the endpoint. */
  @Override
  public boolean authenticate(
      Map<String, String> httpHeaders, Map<String, String> queryParameters) {
    return true;
  }
}
