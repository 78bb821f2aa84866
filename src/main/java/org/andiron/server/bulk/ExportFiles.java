package org.andiron.server.bulk;

import ca.uhn.fhir.batch2.jobs.export.models.BulkExportBinaryFileId;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.api.model.ExpungeOptions;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.util.JsonUtil;
import java.util.Collection;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.IdType;
import org.springframework.beans.factory.ObjectProvider;

/** The NDJSON files of exports, which are Binary resources. */
final class ExportFiles {

  private final ObjectProvider<DaoRegistry> daos;

  ExportFiles(ObjectProvider<DaoRegistry> daos) {
    this.daos = daos;
  }

  /** The id of the file that an export's work chunk announced. */
  static String fileOf(String chunkData) {
    return JsonUtil.deserialize(chunkData, BulkExportBinaryFileId.class).getBinaryId();
  }

  /** Deletes files and their history for good; files that are gone already do not matter. */
  void discard(Collection<String> binaryIds) {
    if (binaryIds.isEmpty()) {
      return;
    }
    IFhirResourceDao<?> binaries = daos.getObject().getResourceDao("Binary");
    for (String binaryId : binaryIds) {
      IIdType id = new IdType(binaryId).toUnqualifiedVersionless();
      try {
        binaries.delete(id, new SystemRequestDetails());
        binaries.expunge(
            id,
            new ExpungeOptions().setExpungeDeletedResources(true).setExpungeOldVersions(true),
            new SystemRequestDetails());
      } catch (ResourceNotFoundException | ResourceGoneException e) {
        // Gone already, which is what is wanted
      }
    }
  }
}
