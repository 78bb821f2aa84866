package org.andiron.consent.labelling;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.IDao;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.jpa.model.entity.ResourceTag;
import ca.uhn.fhir.jpa.model.entity.TagTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import jakarta.persistence.EntityManager;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.andiron.consent.label.Labeller;
import org.andiron.consent.term.Code;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Labels each resource before it is stored, whoever stores it. Labels that somebody set stay, also
 * over an update that leaves them out; what rules have set goes when they no longer call for it.
 */
@Interceptor
public final class LabelInterceptor {

  private static final String ADDING = "$meta-add";

  /** Operations that change labels and nothing else. */
  private static final Set<String> CHANGES = Set.of(ADDING, "$meta-delete");

  private final Labeller labeller;
  private final LabelledResources labelled;
  private final PendingLabels pending;
  private final PartLabelling parts;
  private final EntityManager session;
  private final RelabelledResources relabelled;

  LabelInterceptor(
      Labeller labeller,
      LabelledResources labelled,
      PendingLabels pending,
      PartLabelling parts,
      EntityManager session,
      RelabelledResources relabelled) {
    this.labeller = labeller;
    this.labelled = labelled;
    this.pending = pending;
    this.parts = parts;
    this.session = session;
    this.relabelled = relabelled;
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = RequestPipeline.LABELS)
  public void creating(IBaseResource created) {
    if (!(created instanceof Resource resource)) {
      return;
    }
    parts.label(resource);
    if (labeller.looksAt(resource.fhirType())) {
      Meta meta = resource.getMeta();
      Set<Code> labels = labeller.labels(resource, MetaLabels.codes(meta.getSecurity()));
      MetaLabels.replace(meta, Set.of(), labels);
      pending.put(resource, Labelled.BY_HAND.with(labels), false);
    }
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = RequestPipeline.LABELS)
  public void updating(
      @Nullable RequestDetails request, @Nullable IBaseResource before, IBaseResource after) {
    if (!(before instanceof Resource stored) || !(after instanceof Resource resource)) {
      throw new IllegalStateException("An update without the resource that is stored");
    }
    JpaPid number = Objects.requireNonNull(IDao.RESOURCE_PID.get(stored));
    if (request != null && CHANGES.contains(String.valueOf(request.getOperation()))) {
      changing(request, number.getId(), stored);
      return;
    }
    MetaLabels.keep(resource.getMeta(), stored.getMeta().getSecurity());
    if (parts.label(resource)) {
      parts.labelOlder(number.getId());
    }
    if (labeller.looksAt(resource.fhirType())) {
      label(resource, number);
    } else if (!labeller.hasRules()) {
      labelled.forget(number.getId());
    }
  }

  private void label(Resource resource, JpaPid number) {
    Meta meta = resource.getMeta();
    Labelled known = pending.find(number.getId());
    Set<Code> labels =
        new LinkedHashSet<>(
            labeller.labels(resource, MetaLabels.byHand(meta.getSecurity(), known.automatic())));
    labels.removeAll(known.declined());
    Set<Code> gone = new LinkedHashSet<>(known.automatic());
    gone.removeAll(labels);
    MetaLabels.replace(meta, known.automatic(), labels);
    if (!gone.isEmpty()) {
      // HAPI adds to the labels of an update those that are stored.
      session.find(ResourceTable.class, number).getTags().removeIf(it -> isOneOf(it, gone));
    }
    pending.put(resource, known.with(labels), !gone.isEmpty());
  }

  private static boolean isOneOf(ResourceTag tag, Set<Code> labels) {
    String system = tag.getTag().getSystem();
    return tag.getTag().getTagType() == TagTypeEnum.SECURITY_LABEL
        && !Boolean.TRUE.equals(tag.getTag().getUserSelected())
        && labels.contains(new Code(system == null ? "" : system, tag.getTag().getCode()));
  }

  /** Somebody changes labels by themselves; HAPI tells so for the resource and for its version. */
  private void changing(RequestDetails request, long number, Resource stored) {
    Set<Code> named = new LinkedHashSet<>();
    if (request.getResource() instanceof Parameters parameters) {
      for (ParametersParameterComponent parameter : parameters.getParameter()) {
        if (parameter.getValue() instanceof Meta meta) {
          named.addAll(MetaLabels.codes(meta.getSecurity()));
        }
      }
    }
    if (!ADDING.equals(request.getOperation())) {
      parts.requireRemovable(named, stored);
    }
    if (!named.isEmpty()) {
      Labelled known = labelled.find(number);
      labelled.change(
          number,
          stored.getIdElement().getVersionIdPartAsLong(),
          ADDING.equals(request.getOperation()) ? known.added(named) : known.removed(named));
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
              session.flush();
              relabelled.relabelled(List.of(number));
            }
          });
    }
  }
}
