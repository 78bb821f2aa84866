package org.andiron.security;

import java.util.List;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.LocatedJson.Place;
import org.andiron.storage.config.StrictJson;

/** What users of roles use data for if nothing else says so, as the policies of the roles say. */
public record RolePurposes(List<Stated> all) {

  /**
   * What a policy says.
   *
   * @param role its name
   * @param purpose a code of v3-ActReason, as it is written: it may be none
   * @param file that says so
   * @param place in the file
   */
  public record Stated(String role, String purpose, String file, Place place) {

    /** A refusal of the file, to be thrown. */
    public ConfigurationFileException refuse(String reason) {
      return new StrictJson(file).refuse(place, reason);
    }
  }

  public RolePurposes {
    all = List.copyOf(all);
  }
}
