package org.andiron.security.role;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.andiron.security.RolePurposes;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.ResourceTypes;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.StrictJson;

/** Reads one policy. The name of the file is the name of the role. */
final class RolePolicyReader {

  private static final Pattern FILE = Pattern.compile("(?:.*/)?([a-z][a-z0-9-]{0,62})\\.json");
  private static final Pattern OPERATION =
      Pattern.compile("\\*|@administration|[a-z][a-zA-Z0-9-]*");
  private static final String DEIDENTIFIED = "deidentified";
  private static final String PURPOSE = "purposeOfUse";
  private static final Set<String> NAMES = Set.of("title", "rights", "operations", PURPOSE);
  private static final Set<String> RIGHT_NAMES =
      Set.of("patients", "types", "except", "permissions", DEIDENTIFIED);

  private final StrictJson json;

  /**
   * @param file how to name the file in errors
   */
  RolePolicyReader(String file) {
    this.json = new StrictJson(file);
  }

  RolePolicy read(byte[] content) {
    var name = FILE.matcher(json.file());
    if (!name.matches()) {
      throw new ConfigurationFileException(
          json.file(),
          "the file must be named like the role, in lower case: letters, digits and '-'");
    }
    ObjectValue policy = json.document(content, NAMES);
    List<RoleRight> rights = new ArrayList<>();
    for (LocatedJson item : json.requiredItems(policy, "rights")) {
      rights.add(right(json.object(item, RIGHT_NAMES)));
    }
    Set<String> operations = new LinkedHashSet<>();
    for (LocatedJson item : json.items(policy, "operations")) {
      operations.add(operation(item));
    }
    String role = name.group(1);
    return new RolePolicy(
        role, json.text(policy, "title"), rights, operations, purpose(role, policy));
  }

  private Optional<RolePurposes.Stated> purpose(String role, ObjectValue policy) {
    return Optional.ofNullable(json.optional(policy, PURPOSE))
        .map(it -> new RolePurposes.Stated(role, json.text(it, PURPOSE), json.file(), it.at()));
  }

  private RoleRight right(ObjectValue right) {
    Set<String> types = types(json.requiredItems(right, "types"), "types");
    types.removeAll(types(json.items(right, "except"), "except"));
    if (types.isEmpty()) {
      throw json.refuse(right.at(), "a right needs types, and \"except\" must leave some of them");
    }
    PatientReach patients =
        json.oneOf(
            json.required(right, "patients"),
            "patients",
            PatientReach.values(),
            PatientReach::code);
    return new RoleRight(patients, types, permissions(right), deidentified(right));
  }

  private boolean deidentified(ObjectValue right) {
    boolean deidentified = json.flag(right, DEIDENTIFIED, false);
    if (deidentified && !permissions(right).equals(Set.of(Permission.READ, Permission.SEARCH))) {
      throw json.refuse(
          right.at(), "a right that is deidentified is to export, and its permissions must be rs");
    }
    return deidentified;
  }

  private Set<Permission> permissions(ObjectValue right) {
    LocatedJson value = json.required(right, "permissions");
    Optional<Set<Permission>> permissions = Permission.parse(json.text(value, "permissions"));
    return permissions.orElseThrow(
        () ->
            json.refuse(value.at(), "permissions must be letters out of \"cruds\" in this order"));
  }

  private Set<String> types(List<LocatedJson> items, String name) {
    Set<String> types = new TreeSet<>();
    for (LocatedJson item : items) {
      types.addAll(types(item, name));
    }
    return types;
  }

  private Set<String> types(LocatedJson item, String name) {
    String type = json.text(item, name);
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
                json.refuse(
                    item.at(),
                    "\"%s\" is no resource type of FHIR R4 and none of %s%s"
                        .formatted(
                            type,
                            Stream.concat(Stream.of("*"), groups()).toList(),
                            StrictJson.didYouMean(
                                type,
                                Stream.concat(ResourceTypes.ALL.stream(), groups()).toList()))))
        .types();
  }

  private static Stream<String> groups() {
    return Arrays.stream(TypeGroup.values()).map(TypeGroup::code);
  }

  private String operation(LocatedJson item) {
    String operation = json.text(item, "operations");
    if (!OPERATION.matcher(operation).matches()) {
      throw json.refuse(
          item.at(),
          "an operation is given by its name without '$', by \"*\" or by \"@administration\"");
    }
    return operation;
  }
}
