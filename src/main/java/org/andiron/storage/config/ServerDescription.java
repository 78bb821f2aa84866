package org.andiron.storage.config;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says of this server in {@code capability/capability.json}, for the
 * CapabilityStatement and for the choice of resource types.
 *
 * @param software name of the software, {@code CapabilityStatement.software.name}
 * @param publisher who runs the server, or null
 * @param description what the server is for, or null
 * @param contact whom to ask
 * @param resourceTypes the types that the REST interface serves, all of FHIR R4 unless the operator
 *     chose some
 */
public record ServerDescription(
    String software,
    @Nullable String publisher,
    @Nullable String description,
    List<Contact> contact,
    SortedSet<String> resourceTypes) {

  /** A person or office; each part may be missing, but not all. */
  public record Contact(
      @Nullable String name,
      @Nullable String email,
      @Nullable String phone,
      @Nullable String url) {}

  public ServerDescription {
    contact = List.copyOf(contact);
    resourceTypes = Collections.unmodifiableSortedSet(new TreeSet<>(resourceTypes));
  }

  /** The description of a server whose operator said nothing. */
  static ServerDescription standard(Set<String> allTypes) {
    return new ServerDescription("Andiron", null, null, List.of(), new TreeSet<>(allTypes));
  }
}
