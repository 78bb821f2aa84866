package org.andiron.testsupport;

import java.util.Map;

/** The server of the shared context of mode smart, with one role in a file. */
final class SmartServer extends OwnServer {

  SmartServer() {
    super(
        "smart",
        Map.of(
            "roles/ward-nurse.json",
            """
            {"title": "Nurse of a ward", "operations": ["*"], "rights": [
              {"patients": "care-team", "types": ["*"], "except": ["@directory"],
               "permissions": "cruds"}]}
            """));
  }
}
