package org.andiron.consent.labelling;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.andiron.consent.term.CodeSystems;
import org.andiron.consent.term.Confidentiality;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Labels a Bundle that the server makes with the highest confidentiality of what it shows, the
 * high-water mark of <a href="http://hl7.org/fhir/uv/security-label-ds4p/">DS4P</a>. What is left
 * out of the Bundle does not count, so that the label tells nothing of it. Where something has a
 * label, what has none counts as normal; where nothing has one, the Bundle has none either.
 */
@Interceptor
public final class HighWaterMarkInterceptor {

  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.HIGH_WATER_MARK)
  public void answer(@Nullable IBaseResource answer) {
    if (answer instanceof Bundle bundle && !isStored(bundle)) {
      mark(bundle);
    }
  }

  /**
   * Also marks Bundles in it that are answers themselves.
   *
   * @return what it shows
   */
  private static List<Resource> mark(Bundle bundle) {
    List<Resource> shown = new ArrayList<>();
    for (BundleEntryComponent entry : bundle.getEntry()) {
      Resource resource = entry.getResource();
      if (resource instanceof Bundle inner && !isStored(inner)) {
        shown.addAll(mark(inner));
      } else if (resource != null && isStored(resource)) {
        shown.add(resource);
      }
    }
    if (shown.stream().anyMatch(it -> level(it).isPresent())) {
      Confidentiality highest =
          shown.stream()
              .map(it -> level(it).orElse(Confidentiality.N))
              .max(Comparator.naturalOrder())
              .orElseThrow();
      bundle.getMeta().addSecurity().setSystem(CodeSystems.CONFIDENTIALITY).setCode(highest.name());
    }
    return shown;
  }

  private static Optional<Confidentiality> level(Resource resource) {
    return MetaLabels.codes(resource.getMeta().getSecurity()).stream()
        .flatMap(it -> Stream.ofNullable(Confidentiality.of(it)))
        .max(Comparator.naturalOrder());
  }

  private static boolean isStored(Resource resource) {
    return resource.getMeta().hasVersionId();
  }
}
