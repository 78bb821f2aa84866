package org.andiron.security.role;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.ResourceTypes;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.ArrayValue;
import org.andiron.storage.config.LocatedJson.Member;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.LocatedJson.Place;
import org.andiron.storage.config.LocatedJson.ScalarValue;

/** Reads one policy. The name of the file is the name of the role. */
final class RolePolicyReader {

  private static final Pattern FILE = Pattern.compile("(?:.*/)?([a-z][a-z0-9-]{0,62})\\.json");
  private static final Pattern OPERATION =
      Pattern.compile("\\*|@administration|[a-z][a-zA-Z0-9-]*");
  private static final String DEIDENTIFIED = "deidentified";
  private static final Set<String> NAMES = Set.of("title", "rights", "operations");
  private static final Set<String> RIGHT_NAMES =
      Set.of("patients", "types", "except", "permissions", DEIDENTIFIED);

  private final String file;

  /**
   * @param file how to name the file in errors
   */
  RolePolicyReader(String file) {
    this.file = file;
  }

  RolePolicy read(byte[] content) {
    var name = FILE.matcher(file);
    if (!name.matches()) {
      throw new ConfigurationFileException(
          file, "the file must be named like the role, in lower case: letters, digits and '-'");
    }
    ObjectValue policy = object(LocatedJson.parse(file, content), NAMES);
    List<RoleRight> rights = new ArrayList<>();
    for (LocatedJson item : items(policy, "rights")) {
      rights.add(right(object(item, RIGHT_NAMES)));
    }
    Set<String> operations = new LinkedHashSet<>();
    if (policy.members().containsKey("operations")) {
      for (LocatedJson item : items(policy, "operations")) {
        operations.add(operation(item));
      }
    }
    return new RolePolicy(
        name.group(1), text(member(policy, "title"), "title"), rights, operations);
  }

  private RoleRight right(ObjectValue right) {
    Set<String> types = types(right, "types");
    if (right.members().containsKey("except")) {
      types.removeAll(types(right, "except"));
    }
    if (types.isEmpty()) {
      throw refuse(right.at(), "a right needs types, and \"except\" must leave some of them");
    }
    return new RoleRight(
        patients(member(right, "patients")), types, permissions(right), deidentified(right));
  }

  private boolean deidentified(ObjectValue right) {
    Member member = right.members().get(DEIDENTIFIED);
    if (member == null) {
      return false;
    }
    if (!(member.value() instanceof ScalarValue scalar)
        || (scalar.token() != JsonToken.VALUE_TRUE && scalar.token() != JsonToken.VALUE_FALSE)) {
      throw refuse(member.value().at(), DEIDENTIFIED + " must be true or false");
    }
    boolean deidentified = scalar.token() == JsonToken.VALUE_TRUE;
    if (deidentified && !permissions(right).equals(Set.of(Permission.READ, Permission.SEARCH))) {
      throw refuse(
          right.at(), "a right that is deidentified is to export, and its permissions must be rs");
    }
    return deidentified;
  }

  private PatientReach patients(LocatedJson value) {
    String code = text(value, "patients");
    return Arrays.stream(PatientReach.values())
        .filter(it -> it.code().equals(code))
        .findFirst()
        .orElseThrow(
            () ->
                refuse(
                    value.at(),
                    "patients must be one of "
                        + Arrays.stream(PatientReach.values()).map(PatientReach::code).toList()));
  }

  private Set<Permission> permissions(ObjectValue right) {
    LocatedJson value = member(right, "permissions");
    Optional<Set<Permission>> permissions = Permission.parse(text(value, "permissions"));
    return permissions.orElseThrow(
        () -> refuse(value.at(), "permissions must be letters out of \"cruds\" in this order"));
  }

  private Set<String> types(ObjectValue right, String name) {
    Set<String> types = new TreeSet<>();
    for (LocatedJson item : items(right, name)) {
      types.addAll(types(item, name));
    }
    return types;
  }

  private Set<String> types(LocatedJson item, String name) {
    String type = text(item, name);
    if (type.equals("*")) {
      return ResourceTypes.ALL;
    }
    if (ResourceTypes.ALL.contains(type)) {
      return Set.of(type);
    }
    return Arrays.stream(TypeGroup.values())
        .filter(it -> it.code().equals(type))
        .findFirst()
        .orElseThrow(
            () ->
                refuse(
                    item.at(),
                    "\"%s\" is no resource type of FHIR R4 and none of %s"
                        .formatted(
                            type,
                            Stream.concat(
                                    Stream.of("*"),
                                    Arrays.stream(TypeGroup.values()).map(TypeGroup::code))
                                .toList())))
        .types();
  }

  private String operation(LocatedJson item) {
    String operation = text(item, "operations");
    if (!OPERATION.matcher(operation).matches()) {
      throw refuse(
          item.at(),
          "an operation is given by its name without '$', by \"*\" or by \"@administration\"");
    }
    return operation;
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

  private LocatedJson member(ObjectValue object, String name) {
    Member member = object.members().get(name);
    if (member == null) {
      throw refuse(object.at(), name + " is missing");
    }
    return member.value();
  }

  private List<LocatedJson> items(ObjectValue object, String name) {
    LocatedJson value = member(object, name);
    if (!(value instanceof ArrayValue array)) {
      throw refuse(value.at(), name + " must be an array");
    }
    return array.items();
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
