package org.andiron.risk.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.feature.IssueCode;
import org.andiron.risk.feature.MissingReason;
import org.andiron.risk.feature.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhrasesTest {

  private static final Pattern PLACE = Pattern.compile("\\{\\d}");

  /** Words by which a text could tell that something is there and not shown. */
  private static final Pattern HINT =
      Pattern.compile(
          "consent|hidden|permission|restrict|not allowed|withheld|conceal|may see|privacy"
              + "|隐藏|隐私|授权|同意|权限|屏蔽");

  private static ResourceBundle texts(Language language) {
    return Phrases.in(language).texts();
  }

  @Test
  void bothLanguagesSayTheSame() {
    ResourceBundle english = texts(Language.ENGLISH);
    ResourceBundle chinese = texts(Language.SIMPLIFIED_CHINESE);
    assertThat(chinese.keySet()).isEqualTo(english.keySet());
    for (String key : english.keySet()) {
      assertThat(places(chinese.getString(key))).as(key).isEqualTo(places(english.getString(key)));
    }
  }

  private static Set<String> places(String text) {
    return PLACE.matcher(text).results().map(it -> it.group()).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void nothingHintsAtWhatIsNotShown(Language language) {
    ResourceBundle texts = texts(language);
    assertThat(texts.keySet())
        .isNotEmpty()
        .allSatisfy(
            key ->
                assertThat(HINT.matcher(texts.getString(key).toLowerCase(Locale.ROOT)).find())
                    .as(key)
                    .isFalse());
  }

  @Test
  void thereAreWordsForAllThatCanBeWrong() {
    ResourceBundle english = texts(Language.ENGLISH);
    assertThat(english.keySet())
        .containsAll(Arrays.stream(MissingReason.values()).map(it -> "mend." + it).toList())
        .containsAll(
            Arrays.stream(MissingReason.values())
                .filter(it -> it != MissingReason.ABSENT)
                .map(it -> "missing." + it)
                .toList())
        .containsAll(
            Arrays.stream(IssueCode.values())
                .filter(IssueCode::isUnreadable)
                .map(it -> "issue." + it)
                .toList())
        .containsAll(Arrays.stream(Refusal.values()).map(it -> "record." + it).toList())
        .containsAll(Arrays.stream(Refusal.values()).map(it -> "record.mend." + it).toList())
        .containsAll(
            Arrays.stream(Problem.Kind.values())
                .filter(it -> !it.isMendedByData())
                .map(it -> "mend." + it)
                .toList());
  }
}
