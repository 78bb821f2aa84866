package org.andiron.server.bulk;

import ca.uhn.fhir.batch2.api.IJobDataSink;
import ca.uhn.fhir.batch2.api.RunOutcome;
import ca.uhn.fhir.batch2.api.StepExecutionDetails;
import ca.uhn.fhir.batch2.jobs.chunk.TypedPidJson;
import ca.uhn.fhir.batch2.jobs.export.models.BulkExportBinaryFileId;
import ca.uhn.fhir.batch2.jobs.export.models.ResourceIdList;
import ca.uhn.fhir.batch2.jobs.export.v3.ExpandResourceAndWriteBinaryStep;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.HookParams;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.api.server.bulk.BulkExportJobParameters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.andiron.server.Disclosures;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * The step of {@code $export} that writes: reads resources, as far as they exist for whoever asked,
 * and puts them into files. Stands in for HAPI's step, which stores the files as resources.
 */
final class ExportFileStep extends ExpandResourceAndWriteBinaryStep {

  private final FhirContext context;
  private final IInterceptorService interceptors;
  private final ExportedResources resources;
  private final ExportFiles files;
  private final Supplier<Disclosures> disclosures;
  private final long largest;

  /**
   * Its step.
   *
   * @param disclosures told of each file before anybody can have it
   * @param largest characters after which a file is closed
   */
  ExportFileStep(
      FhirContext context,
      IInterceptorService interceptors,
      ExportedResources resources,
      ExportFiles files,
      Supplier<Disclosures> disclosures,
      long largest) {
    this.context = context;
    this.interceptors = interceptors;
    this.resources = resources;
    this.files = files;
    this.disclosures = disclosures;
    this.largest = largest;
  }

  @Override
  public RunOutcome run(
      StepExecutionDetails<BulkExportJobParameters, ResourceIdList> step,
      IJobDataSink<BulkExportBinaryFileId> sink) {
    Map<String, List<TypedPidJson>> byType = new LinkedHashMap<>();
    for (TypedPidJson id : step.getData().getIds()) {
      byType.computeIfAbsent(id.getResourceType(), it -> new ArrayList<>()).add(id);
    }
    Writing writing = new Writing(step, sink);
    byType.forEach((type, ids) -> resources.read(step, type, ids, writing::add));
    writing.close();
    return new RunOutcome(writing.written);
  }

  /** What one piece of a job writes. */
  private final class Writing {

    private final StepExecutionDetails<BulkExportJobParameters, ResourceIdList> step;
    private final IJobDataSink<BulkExportBinaryFileId> sink;
    private final IParser parser = context.newJsonParser();
    private final StringBuilder lines = new StringBuilder();
    private final Set<String> patients = new LinkedHashSet<>();
    private String type = "";
    private int written;

    Writing(
        StepExecutionDetails<BulkExportJobParameters, ResourceIdList> step,
        IJobDataSink<BulkExportBinaryFileId> sink) {
      this.step = step;
      this.sink = sink;
    }

    void add(IBaseResource resource) {
      // Before anything takes out who it is about.
      Set<String> owners = disclosures.get().patientsOf(resource);
      HookParams hook =
          new HookParams()
              .add(BulkExportJobParameters.class, step.getParameters())
              .add(IBaseResource.class, resource);
      if (!interceptors.callHooks(Pointcut.STORAGE_BULK_EXPORT_RESOURCE_INCLUSION, hook)) {
        return;
      }
      String line = parser.encodeResourceToString(resource);
      String itsType = resource.fhirType();
      if (!itsType.equals(type) || lines.length() + line.length() > largest) {
        close();
        type = itsType;
      }
      lines.append(line).append('\n');
      patients.addAll(owners);
      written++;
    }

    void close() {
      if (lines.length() == 0) {
        return;
      }
      String job = step.getInstance().getInstanceId();
      byte[] content = lines.toString().getBytes(StandardCharsets.UTF_8);
      BulkExportBinaryFileId file = new BulkExportBinaryFileId();
      file.setBinaryId(files.write(new ExportFile(job, type, content)));
      disclosures.get().exported(job, file.getBinaryId(), patients);
      patients.clear();
      file.setResourceType(type);
      sink.accept(file);
      lines.setLength(0);
    }
  }
}
