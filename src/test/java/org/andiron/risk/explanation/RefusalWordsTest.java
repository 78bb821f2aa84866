package org.andiron.risk.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.Refusal;
import org.andiron.risk.model.RefusalReason;
import org.andiron.risk.model.RiskModel;
import org.andiron.risk.model.Shipped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalWordsTest {

  private static final RiskModel MODEL = Shipped.model("pce-2013");
  private static final ModelCard CARD = MODEL.card();

  static Stream<Arguments> reasons() {
    return Stream.of(
        Arguments.of(
            new RefusalReason.Missing("race"),
            "Race: not found in the available data; needed: White, Black or other.",
            "种族：现有数据中未查到；所需：白人、黑人或其他种族。"),
        Arguments.of(
            new RefusalReason.Missing("systolic-blood-pressure"),
            "Systolic blood pressure: not found in the available data; needed: 90 to 200 mmHg.",
            "收缩压：现有数据中未查到；所需：90～200 mmHg。"),
        Arguments.of(
            new RefusalReason.OutOfRange("age", 80, CARD.input("age").orElseThrow().range()),
            "Age: 80 years, outside of the range in which the model holds (40 to below 80 years).",
            "年龄：80岁，超出模型适用范围（40～<80岁）。"),
        Arguments.of(
            new RefusalReason.OutOfRange("age", 39.99, CARD.input("age").orElseThrow().range()),
            "Age: 39.99 years, outside of the range in which the model holds"
                + " (40 to below 80 years).",
            "年龄：39.99岁，超出模型适用范围（40～<80岁）。"),
        Arguments.of(
            new RefusalReason.WrongKind("age", InputKind.QUANTITY, InputKind.TRUTH),
            "Age: recorded as yes or no; needed: 40 to below 80 years.",
            "年龄：数据类型为是或否；所需：40～<80岁。"),
        Arguments.of(
            new RefusalReason.WrongKind("sex", InputKind.CATEGORY, InputKind.QUANTITY),
            "Sex: recorded as a number; needed: female or male.",
            "性别：数据类型为数值；所需：女或男。"),
        Arguments.of(
            new RefusalReason.UnknownCategory("sex", "unknown", List.of("female", "male")),
            "Sex: recorded as “unknown”, which the model does not know; needed: female or male.",
            "性别：记录为“unknown”，模型无法识别；所需：女或男。"),
        Arguments.of(
            new RefusalReason.Excluded(
                "cardiovascular-disease",
                new Truth(true),
                new LocalText("The event has happened.", "事件已经发生。")),
            "Known cardiovascular disease: yes. The event has happened.",
            "已知心血管疾病：是。事件已经发生。"),
        Arguments.of(
            new RefusalReason.NotComputable("ascvd-10y"),
            "All values are within their limits, but the equation gives no finite number for them.",
            "各项数值均在允许范围内，但方程无法得出有效结果。"),
        Arguments.of(
            new RefusalReason.NotEvaluated(),
            "The model has not been evaluated; it is not used before that.",
            "该模型尚未经过评价，不予使用。"),
        Arguments.of(
            new RefusalReason.Expired(LocalDate.of(2026, 1, 31)),
            "The model was to be used until 31 January 2026, which has passed.",
            "该模型的使用期限为 2026年1月31日，现已过期。"));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void saysEachReasonInBothLanguages(RefusalReason reason, String en, String zh) {
    assertThat(lines(reason, Language.ENGLISH)).containsExactly(en);
    assertThat(lines(reason, Language.SIMPLIFIED_CHINESE)).containsExactly(zh);
  }

  @Test
  void hasWordsForEachReason() {
    Set<Class<?>> said = new HashSet<>();
    reasons().forEach(it -> said.add(it.get()[0].getClass()));
    assertThat(said).isEqualTo(Set.of(RefusalReason.class.getPermittedSubclasses()));
  }

  private static List<String> lines(RefusalReason reason, Language language) {
    return new ExplanationWriter(language)
        .write(
            new Explainer(MODEL)
                .explain(new FeatureVector(Map.of()), new Refusal("ascvd-10y", List.of(reason))))
        .passages()
        .get(0)
        .lines();
  }
}
