package org.andiron.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.andiron.audit.sealer.AuditCluster;
import org.andiron.audit.sealer.AuditDatabase;
import org.andiron.audit.store.AuditRows;
import org.andiron.audit.store.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class AuditProofsIT {

  @TempDir private Path temporary;

  @Test
  void proofsHoldAndAreNotMadeOfWhatWasAltered() throws Exception {
    Path key = temporary.resolve("key.pem");
    try (AuditCluster cluster = new AuditCluster(temporary.resolve("data"));
        AuditDatabase database = cluster.database()) {
      AuditProofs proofs = new AuditProofs(database.dataSource());
      assertThat(proofs.lastHead()).isEmpty();
      assertThat(proofs.inclusion(UUID.randomUUID())).isEmpty();
      List<Row> rows = AuditRows.rows(1_500);
      database.append(rows.subList(0, 400));
      database.seal(key);
      database.append(rows.subList(400, 1_499));
      database.seal(key);
      database.append(rows.subList(1_499, 1_500));

      for (Row row : rows.subList(0, 1_499)) {
        ProvenLeaf proven = proofs.inclusion(row.id()).orElseThrow();
        assertThat(proven.leaf())
            .usingRecursiveComparison()
            .ignoringFields("xact")
            .isEqualTo(row.leaf());
        assertThat(proven.leaf().xact()).isNotNull();
        assertThat(proven.head().head().size()).isEqualTo(1_499);
        assertThat(proven.proof().proves(proven.leaf().hash(), proven.head().head())).isTrue();
      }
      assertThat(proofs.inclusion(rows.get(1_499).id())).as("not sealed yet").isEmpty();
      assertThat(proofs.head(1_400).orElseThrow().head().size()).isEqualTo(1_400);
      assertThat(proofs.head(1_401)).isEmpty();

      ProvenGrowth growth = proofs.consistency(400, 1_499).orElseThrow();
      assertThat(growth.proof().proves(growth.first().head(), growth.second().head())).isTrue();
      assertThat(proofs.consistency(0, 400)).isPresent();
      assertThat(proofs.consistency(401, 1_499)).as("no such head").isEmpty();
      assertThatThrownBy(() -> proofs.consistency(400, 0))
          .isInstanceOf(IllegalArgumentException.class);

      try (Connection superuser = database.superuser();
          Statement statement = superuser.createStatement()) {
        UUID gone = rows.get(3).id();
        statement.execute("delete from andiron.audit_event where id = '" + gone + "'");
        superuser.commit();
        ProvenLeaf removed = proofs.inclusion(gone).orElseThrow();
        assertThat(removed.proof().proves(removed.leaf().hash(), removed.head().head()))
            .as("of a record that retention took away")
            .isTrue();
        statement.execute(
            "update andiron.audit_leaf set commitment = sha256(commitment) where index = 700");
        statement.execute("update andiron.audit_node set hash = sha256(hash) where level = 8");
        superuser.commit();
      }
      UUID altered = database.leaves().get(700);
      assertThatThrownBy(() -> proofs.inclusion(altered)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> proofs.consistency(400, 1_499))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
