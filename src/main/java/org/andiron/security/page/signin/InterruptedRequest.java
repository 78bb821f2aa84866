package org.andiron.security.page.signin;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
    if (!"POST".equals(saved.getMethod())) {
      return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
    // An authorization request may be posted as well; what it says fits into a query.
    List<String> pairs = new ArrayList<>();
    saved
        .getParameterMap()
        .forEach(
            (name, values) -> {
              for (String value : values) {
                pairs.add(encoded(name) + "=" + encoded(value));
              }
            });
    return path + "?" + String.join("&", pairs);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
