package org.andiron.security.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/** A page with what it shows, ready to be answered with; a filter can render it as well. */
public final class Page implements View {

  private final Pages pages;
  private final String template;
  private final Map<String, Object> content;
  private final int status;
  private final boolean script;
  private final Set<String> formTargets;

  Page(
      Pages pages,
      String template,
      Map<String, Object> content,
      int status,
      boolean script,
      Set<String> formTargets) {
    this.pages = pages;
    this.template = template;
    this.content = Map.copyOf(content);
    this.status = status;
    this.script = script;
    this.formTargets = Set.copyOf(formTargets);
  }

  /** The same that shows more. */
  public Page with(Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(content);
    all.putAll(more);
    return new Page(pages, template, all, status, script, formTargets);
  }

  /** The same with another status. */
  public Page withStatus(int other) {
    return new Page(pages, template, content, other, script, formTargets);
  }

  /** The same with the script for passkeys. */
  public Page withScript() {
    return new Page(pages, template, content, status, true, formTargets);
  }

  /** The same, whose forms may in the end lead to one of these registered redirect URIs. */
  public Page leadingTo(Set<String> redirectUris) {
    return new Page(
        pages,
        template,
        content,
        status,
        script,
        redirectUris.stream().map(PageHeaders::source).collect(Collectors.toSet()));
  }

  @Override
  public void render(
      @Nullable Map<String, ?> unused, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(status);
    PageHeaders.set(response, script, formTargets);
    PageLanguage.remember(request, response);
    response.setContentType("text/html;charset=UTF-8");
    pages.write(template, content, script, request, response);
  }
}
