package org.andiron.testsupport.browser;

import static org.junit.jupiter.api.Assumptions.abort;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives all tests of a run one Chromium, and each a browser that knows nothing of earlier ones. */
final class ChromiumExtension implements BeforeAllCallback, ParameterResolver {

  /** Closed by JUnit at the end of the run. */
  private record Running(Chromium chromium) implements CloseableResource {
    @Override
    public void close() {
      chromium.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (!Chromium.isInstalled()) {
      abort(
          "Skipped: no Chromium with chromedriver on the PATH (on Debian: apt install chromium"
              + " chromium-driver).");
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Browser.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(ChromiumExtension.class))
        .getOrComputeIfAbsent(Running.class, key -> new Running(Chromium.start()), Running.class)
        .chromium()
        .browser();
  }
}
