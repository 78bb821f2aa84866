package org.andiron.security.page.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.security.scope.ContextScope;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.ResourceTypes;
import org.andiron.security.scope.SmartScope;
import org.andiron.security.scope.SmartScope.Level;
import org.andiron.security.scope.SmartScopes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeWordsTest {

  private static final String CATEGORY =
      "http://terminology.hl7.org/CodeSystem/observation-category|";

  private final ScopeWords english = new ScopeWords(Locale.ENGLISH);
  private final ScopeWords chinese = new ScopeWords(Locale.SIMPLIFIED_CHINESE);

  private static String said(ScopeWords words, String scope) {
    return words.line(SmartScopes.of(scope).scopes().get(0), Optional.of("Anna Hüber")).sentence();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "patient/Observation.rs=Read laboratory results, vital signs and other observations of Anna"
            + " Hüber",
        "patient/Condition.cruds=Read, add, change and delete problems and diagnoses of Anna Hüber",
        "patient/Condition.write=Add, change and delete problems and diagnoses of Anna Hüber",
        "patient/*.read=Read everything in the record of Anna Hüber",
        "patient/Encounter.r=Open single visits and hospital stays of Anna Hüber",
        "patient/Encounter.s=Search and list visits and hospital stays of Anna Hüber",
        "patient/Practitioner.rs=Read entries of doctors, nurses and other staff",
        "user/MedicationRequest.c=Add prescriptions and medication orders of all patients whom you"
            + " may see",
        "user/*.cruds=Read, add, change and delete everything that you may see yourself",
        "system/Patient.d=Delete personal details such as name, birth date and address of all"
            + " patients",
      })
  void sentencesAreEnglish(String scope, String sentence) {
    assertThat(said(english, scope)).isEqualTo(sentence);
  }

  @Test
  void sentencesAreChinese() {
    assertThat(said(chinese, "patient/Observation.rs")).isEqualTo("查看 Anna Hüber 的检验结果、生命体征及其他观察");
    assertThat(said(chinese, "user/Condition.cu")).isEqualTo("新增和更改您有权查看的所有患者的健康问题和诊断");
  }

  @Test
  void aPartOfATypeHasANameOfItsOwnOnlyIfEachAlternativeHas() {
    assertThat(said(english, "patient/Observation.rs?category=" + CATEGORY + "laboratory"))
        .isEqualTo("Read laboratory results of Anna Hüber");
    assertThat(said(english, "patient/Observation.rs?category=laboratory,vital-signs"))
        .isEqualTo("Read laboratory results and vital signs of Anna Hüber");
    assertThat(said(english, "patient/Observation.rs?category=laboratory,made-up"))
        .isEqualTo(
            "Read laboratory results, vital signs and other observations, only those with category"
                + " “laboratory,made-up” of Anna Hüber");
    assertThat(said(english, "patient/Observation.rs?category=laboratory&status=final"))
        .contains("only those with category “laboratory” and status “final”");
    assertThat(said(chinese, "patient/Observation.rs?code=8480-6")).contains("仅限代码为“8480-6”");
  }

  @Test
  void withoutAPatientNobodyIsNamed() {
    SmartScope scope =
        SmartScope.of(Level.PATIENT, "Goal", Set.of(Permission.READ, Permission.SEARCH));
    assertThat(english.line(scope, Optional.empty()).sentence())
        .isEqualTo("Read health goals of the patient");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh-CN"})
  void everyScopeOfEveryTypeIsSaidCompletely(String tag) {
    ScopeWords words = new ScopeWords(Locale.forLanguageTag(tag));
    Set<String> sentences = new TreeSet<>();
    for (Level level : Level.values()) {
      for (String type : ResourceTypes.ALL) {
        ScopeLine line = words.line(SmartScope.of(level, type, Permission.all()), Optional.of("P"));
        assertThat(line.sentence()).doesNotContain("{").hasSizeGreaterThan(5);
        assertThat(line.changes()).isTrue();
        sentences.add(level + line.sentence());
      }
    }
    assertThat(sentences).as("two types are told apart").hasSize(3 * ResourceTypes.ALL.size());
    for (ContextScope scope : ContextScope.values()) {
      assertThat(words.line(scope, Optional.empty()).sentence()).isNotBlank();
    }
  }

  @Test
  void everyTypeIsInOneCategory() {
    List<String> all =
        Arrays.stream(TypeCategory.values()).flatMap(it -> it.types().stream()).toList();
    assertThat(all).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ResourceTypes.ALL);
  }

  @Test
  void groupsHoldEachScopeOnceAsItWasWritten() {
    String odd = "patient/Observation.rs?category=http%3A%2F%2Fexample.org%7Ca";
    List<String> scopes =
        List.of(
            "made-up", odd, "user/Practitioner.read", "offline_access", "openid", "patient/Goal.c");

    List<ScopeGroup> groups = english.groups(scopes, Optional.of("Anna Hüber"));

    assertThat(groups)
        .extracting(ScopeGroup::title)
        .containsExactly(
            "Record of Anna Hüber", "Records that you may see yourself", "You and this app");
    List<ScopeLine> lines =
        groups.stream()
            .flatMap(it -> it.sections().stream())
            .flatMap(it -> it.lines().stream())
            .toList();
    assertThat(lines).extracting(ScopeLine::scope).containsExactlyInAnyOrderElementsOf(scopes);
    assertThat(lines.stream().filter(ScopeLine::changes).map(ScopeLine::scope))
        .containsExactly("patient/Goal.c");
    assertThat(lines.stream().filter(it -> it.scope().equals("offline_access")).findFirst())
        .get()
        .satisfies(
            line -> assertThat(line.explanation().orElse("")).contains("after you sign out"));
    assertThat(groups.get(0).sections())
        .extracting(ScopeGroup.Section::title)
        .containsExactly("Health summary", "Results and measurements");
    assertThat(groups.get(2).sections().get(0).lines())
        .extracting(ScopeLine::scope)
        .containsExactly("openid", "offline_access", "made-up");
  }
}
