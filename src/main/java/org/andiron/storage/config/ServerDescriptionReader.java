package org.andiron.storage.config;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.storage.config.LocatedJson.ArrayValue;
import org.andiron.storage.config.LocatedJson.Member;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.LocatedJson.Place;
import org.andiron.storage.config.LocatedJson.ScalarValue;
import org.andiron.storage.config.ServerDescription.Contact;
import org.jspecify.annotations.Nullable;

/** Reads {@code capability/capability.json}. */
final class ServerDescriptionReader {

  private static final String FILE = "capability/capability.json";
  private static final Set<String> NAMES =
      Set.of("software", "publisher", "description", "contact", "resourceTypes");
  private static final Set<String> CONTACT_NAMES = Set.of("name", "email", "phone", "url");

  private final Set<String> allTypes;
  private final String file;

  /**
   * @param allTypes the resource types of FHIR R4
   * @param file how to name the file in errors
   */
  ServerDescriptionReader(Set<String> allTypes, String file) {
    this.allTypes = allTypes;
    this.file = file;
  }

  /** The description in the operator's folder, or the standard one if it has none. */
  static ServerDescription read(ConfigurationFolder folder, Set<String> allTypes) {
    ServerDescription description = ServerDescription.standard(allTypes);
    for (ConfigurationFile file : folder.files("capability")) {
      if (!file.path().equals(FILE)) {
        throw new ConfigurationFileException(file.path(), "only " + FILE + " is read");
      }
      description = new ServerDescriptionReader(allTypes, file.path()).read(file.read());
    }
    return description;
  }

  ServerDescription read(byte[] content) {
    ObjectValue object = object(LocatedJson.parse(file, content), NAMES);
    ServerDescription standard = ServerDescription.standard(allTypes);
    String software = text(object, "software");
    return new ServerDescription(
        software == null ? standard.software() : software,
        text(object, "publisher"),
        text(object, "description"),
        contacts(object),
        object.members().containsKey("resourceTypes") ? types(object) : standard.resourceTypes());
  }

  private List<Contact> contacts(ObjectValue object) {
    List<Contact> contacts = new ArrayList<>();
    for (LocatedJson item : items(object, "contact")) {
      ObjectValue contact = object(item, CONTACT_NAMES);
      if (contact.members().isEmpty()) {
        throw refuse(contact.at(), "a contact needs a name, an email, a phone or a url");
      }
      contacts.add(
          new Contact(
              text(contact, "name"),
              text(contact, "email"),
              text(contact, "phone"),
              text(contact, "url")));
    }
    return contacts;
  }

  private TreeSet<String> types(ObjectValue object) {
    TreeSet<String> types = new TreeSet<>();
    for (LocatedJson item : items(object, "resourceTypes")) {
      String type = text(item, "resourceTypes");
      if (!allTypes.contains(type)) {
        throw refuse(item.at(), "\"" + type + "\" is not a resource type of FHIR R4");
      }
      types.add(type);
    }
    if (types.isEmpty()) {
      throw refuse(object.at(), "resourceTypes is empty; leave it out to serve all types");
    }
    return types;
  }

  private ObjectValue object(LocatedJson value, Set<String> names) {
    if (!(value instanceof ObjectValue object)) {
      throw refuse(value.at(), "expected an object");
    }
    object
        .members()
        .forEach(
            (name, member) -> {
              if (!names.contains(name)) {
                throw refuse(
                    member.nameAt(),
                    "unknown name \"" + name + "\"; known are " + new TreeSet<>(names));
              }
            });
    return object;
  }

  private List<LocatedJson> items(ObjectValue object, String name) {
    Member member = object.members().get(name);
    if (member == null) {
      return List.of();
    }
    if (!(member.value() instanceof ArrayValue array)) {
      throw refuse(member.value().at(), name + " must be an array");
    }
    return array.items();
  }

  private @Nullable String text(ObjectValue object, String name) {
    Member member = object.members().get(name);
    return member == null ? null : text(member.value(), name);
  }

  private String text(LocatedJson value, String name) {
    if (!(value instanceof ScalarValue scalar)
        || scalar.token() != JsonToken.VALUE_STRING
        || scalar.text().isBlank()) {
      throw refuse(value.at(), name + " must be a string that is not empty");
    }
    return scalar.text();
  }

  private ConfigurationFileException refuse(Place place, String reason) {
    return new ConfigurationFileException(file, place.line(), place.column(), reason, null);
  }
}
