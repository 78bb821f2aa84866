package org.andiron.security.page;

import java.time.Duration;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Serves the files that pages refer to. */
@Controller
@ConditionalOnOwnIssuer
class AssetController {

  private final PageAssets assets;

  AssetController(PageAssets assets) {
    this.assets = assets;
  }

  @GetMapping(PageAssets.PATH + "{name}")
  ResponseEntity<byte[]> serve(
      @PathVariable("name") String name, @RequestParam(name = "v", defaultValue = "") String v) {
    return assets
        .find(name)
        .map(
            asset ->
                ResponseEntity.ok()
                    .cacheControl(
                        v.equals(asset.version())
                            ? CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable()
                            : CacheControl.noCache())
                    .eTag(asset.version())
                    // A picture of the operator stays a picture, even if it is opened by itself.
                    .header("Content-Security-Policy", "default-src 'none'; sandbox")
                    .header("X-Content-Type-Options", "nosniff")
                    .contentType(MediaType.parseMediaType(asset.mediaType()))
                    .body(asset.content()))
        .orElseGet(() -> ResponseEntity.notFound().build());
  }
}
