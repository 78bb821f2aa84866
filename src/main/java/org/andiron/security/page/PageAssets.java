package org.andiron.security.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.andiron.startup.StartupRefusedException;
import org.jspecify.annotations.Nullable;

/** The files that pages refer to: our own, and the pictures that the operator put beside them. */
public final class PageAssets {

  static final String PATH = "/auth/assets/";

  private static final String APP = "app-";
  private static final List<String> OWN = List.of("pages.css", "passkeys.js", "mark.svg");
  private static final List<String> PICTURES = List.of(".svg", ".png");
  private static final long LARGEST_PICTURE = 512 * 1024;

  private final Map<String, PageAsset> assets = new LinkedHashMap<>();

  /** Reads them all; a picture that is missing or too large refuses the start. */
  PageAssets(PageProperties settings) {
    for (String name : OWN) {
      assets.put(name, PageAsset.of(name, own(name)));
    }
    Path logo = settings.logo();
    if (logo != null) {
      assets.put("logo", picture("andiron.security.page.logo", logo));
    }
    Path appLogos = settings.appLogos();
    if (appLogos != null) {
      for (Path file : files(appLogos)) {
        String name = file.getFileName().toString();
        assets.put(
            APP + name.substring(0, name.lastIndexOf('.')),
            picture("andiron.security.page.app-logos", file));
      }
    }
  }

  Optional<PageAsset> find(String name) {
    return Optional.ofNullable(assets.get(name));
  }

  /** The path by which pages refer to one; changes with its content, so that it can be kept. */
  Optional<String> path(String name) {
    return find(name).map(asset -> PATH + name + "?v=" + asset.version());
  }

  /** The path of the picture of an app, if the operator gave it one. */
  public Optional<String> appLogo(String clientId) {
    return clientId.matches("[A-Za-z0-9._-]+") ? path(APP + clientId) : Optional.empty();
  }

  private static byte[] own(String name) {
    try (InputStream stream =
        Objects.requireNonNull(PageAssets.class.getResourceAsStream("/auth/assets/" + name))) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> PICTURES.stream().anyMatch(file.toString()::endsWith)).toList();
    } catch (IOException e) {
      throw refusal("andiron.security.page.app-logos", folder, "is no folder that can be read", e);
    }
  }

  private static PageAsset picture(String setting, Path file) {
    String name = file.getFileName().toString();
    if (PICTURES.stream().noneMatch(name::endsWith)) {
      throw refusal(setting, file, "is neither an .svg nor a .png file", null);
    }
    try {
      if (Files.size(file) > LARGEST_PICTURE) {
        throw refusal(setting, file, "has more than 512 KiB", null);
      }
      return PageAsset.of(name, Files.readAllBytes(file));
    } catch (IOException e) {
      throw refusal(setting, file, "cannot be read", e);
    }
  }

  private static StartupRefusedException refusal(
      String setting, Path file, String reason, @Nullable Exception cause) {
    StartupRefusedException refusal =
        new StartupRefusedException(setting + ": " + file + " " + reason);
    if (cause != null) {
      refusal.initCause(cause);
    }
    return refusal;
  }
}
