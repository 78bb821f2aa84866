package org.andiron.security.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.DefaultCsrfToken;

class PagesTest {

  private final Pages pages = TestPages.create();
  private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/auth/sign-in");
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  private Document render(Page page) throws IOException {
    page.render(null, request, response);
    return Jsoup.parse(response.getContentAsString());
  }

  private Page signIn() {
    return pages.page("sign-in", Map.of("username", ""));
  }

  @ParameterizedTest
  @CsvSource({"de, en", "zh-CN, zh-CN", "zh-TW, zh-CN", "en-GB, en"})
  void theLanguageIsTheFirstOfTheBrowserThatThereIs(String wanted, String shown)
      throws IOException {
    request.addPreferredLocale(Locale.forLanguageTag(wanted));
    Document page = render(signIn());
    assertThat(page.select("html").attr("lang")).isEqualTo(shown);
    assertThat(page.select("h1").text()).isEqualTo(shown.equals("en") ? "Sign in" : "登录");
  }

  @Test
  void aLanguageThatWasChosenIsKept() throws IOException {
    request.setQueryString("a=1&lang=en&b=2");
    request.addParameter("lang", "zh-CN");
    Document page = render(signIn());
    assertThat(page.select("html").attr("lang")).isEqualTo("zh-CN");
    assertThat(page.select("nav.languages a").attr("href")).isEqualTo("?a=1&b=2&lang=en");
    var cookie = response.getCookie("andiron-language");
    assertThat(cookie).isNotNull();
    assertThat(cookie.getValue()).isEqualTo("zh-CN");

    MockHttpServletRequest next = new MockHttpServletRequest("GET", "/auth/account");
    next.setCookies(cookie);
    assertThat(PageLanguage.of(next)).isEqualTo(PageLanguage.SIMPLIFIED_CHINESE);
  }

  @Test
  void thePolicyAllowsNothingFromElsewhere() throws IOException {
    render(signIn());
    assertThat(response.getHeader("Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
                + " frame-ancestors 'none'; base-uri 'none'");
    assertThat(response.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void formsMayLeadToTheAppAndNowhereElse() throws IOException {
    render(
        signIn()
            .withScript()
            .leadingTo(Set.of("https://app.example.org:8443/cb?x=1", "org.example.app:/cb")));
    assertThat(response.getHeader("Content-Security-Policy"))
        .contains("form-action 'self' https://app.example.org:8443 org.example.app:;")
        .contains("script-src 'self'; connect-src 'self';");
  }

  @Test
  void formsHaveTheTokenOfTheSession() throws IOException {
    request.setAttribute(CsrfToken.class.getName(), new DefaultCsrfToken("X", "_csrf", "secret"));
    Document page = render(signIn());
    assertThat(page.select("form input[name=_csrf]").attr("value")).isEqualTo("secret");
  }

  @Test
  void namesOfAppsAndPeopleAreTextAndNothingElse() throws IOException {
    Document page =
        render(pages.page("sign-in", Map.of("username", "\"><script>alert(1)</script>")));
    assertThat(page.select("script")).isEmpty();
    assertThat(page.select("#username").attr("value")).contains("<script>");
  }

  @Test
  void aPageThatLeadsOnDoesSoWithoutAForm() throws IOException {
    Document page = render(Redirect.fromForm(pages, "/oauth2/authorize?a=b&c=d"));
    assertThat(page.select("meta[http-equiv=refresh]").attr("content"))
        .isEqualTo("0;url=/oauth2/authorize?a=b&c=d");
    assertThat(page.select("main a").attr("href")).isEqualTo("/oauth2/authorize?a=b&c=d");
  }

  @Test
  void assetsAreKeptByTheirVersion() {
    AssetController assets = new AssetController(TestPages.assets());
    String path = TestPages.assets().path("pages.css").orElseThrow();
    var answer = assets.serve("pages.css", path.substring(path.indexOf('=') + 1));
    assertThat(answer.getHeaders().getCacheControl()).contains("immutable");
    assertThat(assets.serve("pages.css", "old").getHeaders().getCacheControl())
        .isEqualTo("no-cache");
    assertThat(assets.serve("../application.yaml", "").getStatusCode().value()).isEqualTo(404);
  }
}
