package org.andiron.security.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.security.web.csrf.CsrfToken;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** Makes pages from the templates below {@code templates/auth}. */
public final class Pages {

  private final SpringTemplateEngine templates = new SpringTemplateEngine();
  private final ResourceBundleMessageSource messages = messages();
  private final PageProperties settings;
  private final PageAssets assets;

  Pages(PageProperties settings, PageAssets assets) {
    this.settings = settings;
    this.assets = assets;
    ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver();
    resolver.setPrefix("templates/");
    resolver.setSuffix(".html");
    resolver.setTemplateMode(TemplateMode.HTML);
    resolver.setCharacterEncoding("UTF-8");
    templates.setTemplateResolver(resolver);
    templates.setTemplateEngineMessageSource(messages);
    templates.setEnableSpringELCompiler(false);
  }

  private static ResourceBundleMessageSource messages() {
    ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
    messages.setBasename("auth/messages");
    messages.setDefaultEncoding("UTF-8");
    // Else the language of the machine came before English.
    messages.setFallbackToSystemLocale(false);
    return messages;
  }

  /** A page that shows something; {@code template} is its name below {@code templates/auth}. */
  public Page page(String template, Map<String, Object> content) {
    return new Page(this, template, content, HttpServletResponse.SC_OK, false, Set.of());
  }

  /** A text of the pages, or another one if there is none for the key. */
  public String text(String key, String otherwise, PageLanguage language) {
    return Objects.requireNonNullElse(
        messages.getMessage(key, null, otherwise, language.locale()), otherwise);
  }

  /** Another language in which the page can be had. */
  record OtherLanguage(String tag, String ownName, String address) {}

  void write(
      String template,
      Map<String, Object> content,
      boolean script,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    PageLanguage language = PageLanguage.of(request);
    Map<String, Object> variables = new HashMap<>(content);
    variables.put("language", language.tag());
    variables.put("otherLanguages", otherLanguages(language, request));
    variables.put("organization", settings.name());
    variables.put("style", assets.path("pages.css").orElseThrow());
    variables.put("mark", assets.path("mark.svg").orElseThrow());
    assets.path("logo").ifPresent(path -> variables.put("logo", path));
    if (script) {
      variables.put("script", assets.path("passkeys.js").orElseThrow());
    }
    SignInStep.displayName().ifPresent(name -> variables.put("signedInAs", name));
    if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
      variables.put("csrf", token);
    }
    templates.process(
        "auth/" + template,
        new WebContext(
            JakartaServletWebApplication.buildApplication(request.getServletContext())
                .buildExchange(request, response),
            language.locale(),
            variables),
        response.getWriter());
  }

  /** None for what was posted: another language would need it posted once more. */
  private static List<OtherLanguage> otherLanguages(
      PageLanguage shown, HttpServletRequest request) {
    if (!"GET".equals(request.getMethod())) {
      return List.of();
    }
    return Arrays.stream(PageLanguage.values())
        .filter(language -> language != shown)
        .map(
            language ->
                new OtherLanguage(language.tag(), language.ownName(), address(language, request)))
        .toList();
  }

  private static String address(PageLanguage language, HttpServletRequest request) {
    String query = request.getQueryString() == null ? "" : request.getQueryString();
    String others =
        query.replaceAll("(^|&)" + PageLanguage.PARAMETER + "=[^&]*", "").replaceAll("^&", "");
    return "?"
        + (others.isEmpty() ? "" : others + "&")
        + PageLanguage.PARAMETER
        + "="
        + language.tag();
  }
}
