package org.andiron.consent.policy;

import com.fasterxml.jackson.core.JsonToken;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.LocatedJson.ScalarValue;
import org.andiron.storage.config.StrictJson;
import org.jspecify.annotations.Nullable;

/** Reads what an organisation has chosen. */
final class OrganizationChoiceReader {

  private static final Set<String> NAMES = Set.of("implicit", "requireVerified", "breakGlass");
  private static final Set<String> GLASS_NAMES = Set.of("groups", "minutes");
  private static final Pattern GROUP = Pattern.compile("Group/([A-Za-z0-9\\-.]{1,64})");
  private static final Pattern MINUTES = Pattern.compile("[1-9][0-9]{0,2}");

  private final StrictJson json;

  /**
   * @param file how to name the file in errors
   */
  OrganizationChoiceReader(String file) {
    this.json = new StrictJson(file);
  }

  OrganizationChoice read(byte[] content) {
    ObjectValue choice = json.document(content, NAMES);
    LocatedJson implicit = json.required(choice, "implicit");
    boolean requireVerified = json.flag(choice, "requireVerified", false);
    return new OrganizationChoice(
        json.text(implicit, "implicit"),
        implicit.at(),
        requireVerified,
        breakGlass(json.optional(choice, "breakGlass")));
  }

  private BreakGlassPolicy breakGlass(@Nullable LocatedJson value) {
    if (value == null) {
      return BreakGlassPolicy.NOBODY;
    }
    ObjectValue policy = json.object(value, GLASS_NAMES);
    Set<ResourceRef> groups = new LinkedHashSet<>();
    for (LocatedJson item : json.items(policy, "groups")) {
      var group = GROUP.matcher(json.text(item, "groups"));
      if (!group.matches()) {
        throw json.refuse(item.at(), "groups must be references such as \"Group/emergency\"");
      }
      groups.add(new ResourceRef("Group", group.group(1)));
    }
    if (groups.isEmpty()) {
      throw json.refuse(policy.at(), "breakGlass needs groups; without it nobody may");
    }
    BreakGlassPolicy usual = BreakGlassPolicy.of(groups);
    LocatedJson minutes = json.optional(policy, "minutes");
    return minutes == null
        ? usual
        : new BreakGlassPolicy(usual.purposes(), groups, minutes(minutes));
  }

  private Duration minutes(LocatedJson value) {
    if (!(value instanceof ScalarValue scalar)
        || scalar.token() != JsonToken.VALUE_NUMBER_INT
        || !MINUTES.matcher(scalar.text()).matches()) {
      throw json.refuse(value.at(), "minutes must be a whole number from 1 to 999");
    }
    return Duration.ofMinutes(Long.parseLong(scalar.text()));
  }
}
