package org.andiron.server.error;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Finds the element whose reference to a resource of this server leads nowhere. HAPI names the
 * target and the path of a search parameter, not the place in what was sent.
 */
final class BrokenReference {

  private static final Pattern MESSAGE =
      Pattern.compile(
          "Resource ([A-Za-z]+/\\S+) (?:not found|is deleted|previously cached .*),"
              + " specified in path: (.+)",
          Pattern.DOTALL);

  private static final Pattern PLAIN_PATH = Pattern.compile("[A-Z]\\w*(?:\\.\\w+)+");

  private BrokenReference() {}

  /** Adds the place to issues that are about a broken reference and have none. */
  static void locate(OperationOutcome outcome, @Nullable IBaseResource sent) {
    for (OperationOutcomeIssueComponent issue : outcome.getIssue()) {
      Matcher message = MESSAGE.matcher(issue.hasDiagnostics() ? issue.getDiagnostics() : "");
      if (!issue.hasExpression() && message.find()) {
        String place = sent == null ? null : placeIn(sent, message.group(1));
        if (place != null) {
          issue.addExpression(place);
        } else if (PLAIN_PATH.matcher(message.group(2)).matches()) {
          issue.addExpression(message.group(2));
        }
      }
    }
  }

  private static @Nullable String placeIn(IBaseResource sent, String target) {
    if (!(sent instanceof Bundle bundle)) {
      return sent instanceof Resource resource
          ? placeIn(resource, resource.fhirType(), target)
          : null;
    }
    List<BundleEntryComponent> entries = bundle.getEntry();
    for (int i = 0; i < entries.size(); i++) {
      Resource resource = entries.get(i).getResource();
      String place =
          resource == null ? null : placeIn(resource, "Bundle.entry[" + i + "].resource", target);
      if (place != null) {
        return place;
      }
    }
    return null;
  }

  private static @Nullable String placeIn(Base element, String path, String target) {
    for (Property property : element.children()) {
      List<Base> values = property.getValues();
      for (int i = 0; i < values.size(); i++) {
        Base value = values.get(i);
        String name = property.getName().replace("[x]", "");
        String place = path + '.' + name + (property.isList() ? "[" + i + "]" : "");
        if (value instanceof Reference reference && pointsTo(reference, target)) {
          return place;
        }
        String below = value == null ? null : placeIn(value, place, target);
        if (below != null) {
          return below;
        }
      }
    }
    return null;
  }

  private static boolean pointsTo(Reference reference, String target) {
    return reference.hasReference()
        && target.equals(
            new IdType(reference.getReference()).toUnqualifiedVersionless().getValue());
  }
}
