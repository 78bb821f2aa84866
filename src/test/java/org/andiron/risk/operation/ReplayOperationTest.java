package org.andiron.risk.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.List;
import java.util.Optional;
import org.andiron.risk.Installed;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.assessment.AnswerStyle;
import org.andiron.risk.assessment.RiskAnswer;
import org.andiron.risk.assessment.Scored;
import org.andiron.risk.assessment.Scorer;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.record.RecordReader;
import org.andiron.risk.record.VersionsFound;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.registry.RegisteredModels;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayOperationTest {

  private final ModelRegistry registry = mock();
  private final RegisteredModels current = mock();
  private final RecordReader records = mock();
  private final RiskScoring scoring = mock();
  private final DaoRegistry daos = mock();
  private final IFhirResourceDao<RiskAssessment> dao = mock();
  private final ServletRequestDetails request = mock();

  /** Another package has the place of the one that computed the score. */
  @BeforeEach
  void replaced() {
    when(registry.current()).thenReturn(current);
    when(current.all()).thenReturn(List.of());
    when(daos.getResourceDao(RiskAssessment.class)).thenReturn(dao);
    when(scoring.scorer(any()))
        .thenAnswer(it -> new Scorer(it.getArgument(0), new UnitConverter()));
  }

  @ParameterizedTest
  @CsvSource({"true, same", "false, impossible"})
  void aPackageThatWasReplacedComputesAgain(boolean kept, String result) {
    List<Resource> record = Scored.pooledCohort();
    InstalledModel model = Installed.model("pce-2013");
    RiskAssessment stored =
        (RiskAssessment)
            new RiskAnswer(AnswerStyle.of(Language.ENGLISH)).of(Scored.score("pce-2013", record));
    IdType id = new IdType("RiskAssessment", "a");
    when(dao.read(id, request)).thenReturn(stored);
    when(records.readVersions(any(), any())).thenReturn(new VersionsFound(record, List.of()));
    when(registry.packageOf(any())).thenReturn(Optional.empty());
    when(registry.packageOf(model.content().digest()))
        .thenReturn(kept ? Optional.of(model) : Optional.empty());

    Parameters answer = new ReplayOperation(daos, records, registry, scoring).replay(id, request);

    assertThat(answer.getParameterFirstRep().getValue().primitiveValue()).isEqualTo(result);
  }
}
