package org.andiron.server.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteConditionTest {

  @Test
  void aWeakTagNamesTheVersionThatMustBeCurrent() {
    WriteCondition condition = WriteCondition.of(" W/\"3\" ", null).orElseThrow();

    assertThatCode(() -> condition.check("3")).doesNotThrowAnyException();
    assertThatThrownBy(() -> condition.check("4"))
        .isInstanceOf(PreconditionFailedException.class)
        .hasMessage("If-Match names version 3, but the current version is 4");
    assertThatThrownBy(() -> condition.check(null))
        .isInstanceOf(PreconditionFailedException.class)
        .hasMessage("If-Match names version 3, but the resource does not exist");
  }

  @Test
  void anAsteriskInIfMatchAsksThatThereIsAResource() {
    WriteCondition condition = WriteCondition.of("*", null).orElseThrow();

    assertThatCode(() -> condition.check("7")).doesNotThrowAnyException();
    assertThatThrownBy(() -> condition.check(null))
        .isInstanceOf(PreconditionFailedException.class)
        .hasMessage("If-Match is *, but the resource does not exist");
  }

  @Test
  void anAsteriskInIfNoneMatchAsksThatThereIsNoResourceYet() {
    WriteCondition condition = WriteCondition.of(null, "*").orElseThrow();

    assertThatCode(() -> condition.check(null)).doesNotThrowAnyException();
    assertThatThrownBy(() -> condition.check("1")).isInstanceOf(PreconditionFailedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "\"3\"", "W/3", "W/\"3", "W/\"3\", W/\"4\""})
  void anythingElseInIfMatchIsRefused(String ifMatch) {
    assertThatThrownBy(() -> WriteCondition.of(ifMatch, null))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("W/\"3\"");
  }

  @Test
  void noHeaderIsNoCondition() {
    assertThat(WriteCondition.of(null, null)).isEmpty();
    assertThat(WriteCondition.of("", "W/\"3\"")).isEmpty();
  }
}
