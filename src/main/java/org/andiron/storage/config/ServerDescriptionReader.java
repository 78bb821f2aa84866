package org.andiron.storage.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.ServerDescription.Contact;

/** Reads {@code capability/capability.json}. */
final class ServerDescriptionReader {

  private static final String FILE = "capability/capability.json";
  private static final Set<String> NAMES =
      Set.of("software", "publisher", "description", "contact", "resourceTypes");
  private static final Set<String> CONTACT_NAMES = Set.of("name", "email", "phone", "url");

  private final Set<String> allTypes;
  private final StrictJson json;

  /**
   * @param allTypes the resource types of FHIR R4
   * @param file how to name the file in errors
   */
  ServerDescriptionReader(Set<String> allTypes, String file) {
    this.allTypes = allTypes;
    this.json = new StrictJson(file);
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
    ObjectValue object = json.document(content, NAMES);
    ServerDescription standard = ServerDescription.standard(allTypes);
    String software = json.optionalText(object, "software");
    return new ServerDescription(
        software == null ? standard.software() : software,
        json.optionalText(object, "publisher"),
        json.optionalText(object, "description"),
        contacts(object),
        object.members().containsKey("resourceTypes") ? types(object) : standard.resourceTypes());
  }

  private List<Contact> contacts(ObjectValue object) {
    List<Contact> contacts = new ArrayList<>();
    for (LocatedJson item : json.items(object, "contact")) {
      ObjectValue contact = json.object(item, CONTACT_NAMES);
      if (contact.members().isEmpty()) {
        throw json.refuse(contact.at(), "a contact needs a name, an email, a phone or a url");
      }
      contacts.add(
          new Contact(
              json.optionalText(contact, "name"),
              json.optionalText(contact, "email"),
              json.optionalText(contact, "phone"),
              json.optionalText(contact, "url")));
    }
    return contacts;
  }

  private TreeSet<String> types(ObjectValue object) {
    TreeSet<String> types = new TreeSet<>();
    for (LocatedJson item : json.items(object, "resourceTypes")) {
      String type = json.text(item, "resourceTypes");
      if (!allTypes.contains(type)) {
        throw json.refuse(
            item.at(),
            "\"%s\" is not a resource type of FHIR R4%s"
                .formatted(type, StrictJson.didYouMean(type, allTypes)));
      }
      types.add(type);
    }
    if (types.isEmpty()) {
      throw json.refuse(object.at(), "resourceTypes is empty; leave it out to serve all types");
    }
    return types;
  }
}
