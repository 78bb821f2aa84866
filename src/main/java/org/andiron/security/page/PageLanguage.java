package org.andiron.security.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The languages of the pages. The first is that of whoever speaks none of them. */
public enum PageLanguage {
  ENGLISH("en", "English", Locale.ENGLISH),
  SIMPLIFIED_CHINESE("zh-CN", "简体中文", Locale.SIMPLIFIED_CHINESE);

  /** Parameter of any page that switches the language from then on. */
  static final String PARAMETER = "lang";

  private static final String COOKIE = "andiron-language";
  private static final int A_YEAR = 365 * 24 * 60 * 60;

  private final String tag;
  private final String ownName;
  private final Locale locale;

  PageLanguage(String tag, String ownName, Locale locale) {
    this.tag = tag;
    this.ownName = ownName;
    this.locale = locale;
  }

  /** As BCP 47 and HTML name it. */
  public String tag() {
    return tag;
  }

  /** As those who speak it call it. */
  public String ownName() {
    return ownName;
  }

  public Locale locale() {
    return locale;
  }

  /** The language that was chosen on a page, else the first of the browser's that there is. */
  public static PageLanguage of(HttpServletRequest request) {
    return byTag(request.getParameter(PARAMETER))
        .or(() -> byTag(cookie(request)))
        .orElseGet(
            () ->
                Collections.list(request.getLocales()).stream()
                    .map(PageLanguage::speaking)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElse(ENGLISH));
  }

  /** Remembers a language that was chosen with this request. */
  static void remember(HttpServletRequest request, HttpServletResponse response) {
    byTag(request.getParameter(PARAMETER))
        .ifPresent(
            chosen -> {
              Cookie cookie = new Cookie(COOKIE, chosen.tag);
              cookie.setPath("/");
              cookie.setMaxAge(A_YEAR);
              cookie.setHttpOnly(true);
              cookie.setSecure(request.isSecure());
              cookie.setAttribute("SameSite", "Lax");
              response.addCookie(cookie);
            });
  }

  private static Optional<PageLanguage> byTag(@Nullable String tag) {
    return Arrays.stream(values()).filter(it -> it.tag.equals(tag)).findFirst();
  }

  private static Optional<PageLanguage> speaking(Locale wanted) {
    return Arrays.stream(values())
        .filter(it -> it.locale.getLanguage().equals(wanted.getLanguage()))
        .findFirst();
  }

  private static @Nullable String cookie(HttpServletRequest request) {
    List<Cookie> cookies = request.getCookies() == null ? List.of() : List.of(request.getCookies());
    return cookies.stream()
        .filter(it -> COOKIE.equals(it.getName()))
        .map(Cookie::getValue)
        .findFirst()
        .orElse(null);
  }
}
