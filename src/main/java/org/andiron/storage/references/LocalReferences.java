package org.andiron.storage.references;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import org.andiron.server.OwnBaseUrls;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/**
 * Has HAPI take absolute references to this server for what they are: stored as {@code Patient/1},
 * refused if there is no such resource, and found by either form.
 */
class LocalReferences {

  private final JpaStorageSettings settings;
  private final OwnBaseUrls ownBaseUrls;

  LocalReferences(JpaStorageSettings settings, OwnBaseUrls ownBaseUrls) {
    this.settings = settings;
    this.ownBaseUrls = ownBaseUrls;
  }

  /** The port may be left to the system, so that only a server that listens knows it. */
  @EventListener
  void serverListens(ServletWebServerInitializedEvent event) {
    boolean main = event.getApplicationContext().getServerNamespace() == null;
    if (main) {
      settings.setTreatBaseUrlsAsLocal(ownBaseUrls.at(event.getWebServer().getPort()));
    }
  }
}
