package org.andiron.security.page;

/** Pages as tests of their controllers need them. */
public final class TestPages {

  private static final PageProperties SETTINGS = new PageProperties("Test Hospital", null, null);

  private TestPages() {}

  public static PageAssets assets() {
    return new PageAssets(SETTINGS);
  }

  public static Pages create() {
    return new Pages(SETTINGS, assets());
  }
}
