package org.andiron.audit.delivery;

import java.net.URI;
import java.util.EnumSet;
import org.andiron.audit.delivery.Wires.Manner;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

/** Ways to receivers on this machine. */
public final class TestWires {

  private TestWires() {}

  /** Opens one as the server would that may connect to 127.0.0.1. */
  public static Wire open(CloseableHttpClient http, String uri) {
    return new Wires(Receivers.allowing("127.0.0.1"), http, new DefaultSslBundleRegistry())
        .open(
            "test",
            "target",
            Endpoint.of("test.target", URI.create(uri), EnumSet.allOf(Endpoint.Scheme.class)),
            ContentType.create("application/x-ndjson"),
            new Manner(null, null, true));
  }
}
