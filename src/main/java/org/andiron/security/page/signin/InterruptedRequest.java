package org.andiron.security.page.signin;

import java.net.URI;
import org.springframework.security.web.savedrequest.SavedRequest;

/**
 * The address of a request that had to wait for a sign-in. It has no host: whatever the Host header
 * said then must not lead anybody away.
 */
final class InterruptedRequest {

  private InterruptedRequest() {}

  static String address(SavedRequest saved) {
    URI url = URI.create(saved.getRedirectUrl());
    String path = url.getRawPath();
    if (!path.startsWith("/") || path.startsWith("//")) {
      return "/auth/account";
    }
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }
}
