package org.andiron.risk.explanation;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * An explanation in words. The same explanation in the same language has the same text.
 *
 * @param language of all of it
 * @param headline outcome and result, or that there is none, in one line
 * @param passages in the order in which they are read
 */
public record ExplanationText(Language language, String headline, List<Passage> passages) {

  private static final Pattern MARKUP = Pattern.compile("[\\\\`*_{}\\[\\]<>~|&#]");

  public ExplanationText {
    passages = List.copyOf(passages);
  }

  /** As plain text, with lines of any length. */
  public String plain() {
    return text(UnaryOperator.identity(), "", colon());
  }

  /** As Markdown (CommonMark and GitHub's): headings in bold, lists, no HTML. */
  public String markdown() {
    return text(it -> MARKUP.matcher(it).replaceAll("\\\\$0"), "**", "");
  }

  private String text(UnaryOperator<String> escape, String bold, String afterHeading) {
    StringBuilder text = new StringBuilder();
    text.append(bold).append(escape.apply(headline)).append(bold).append('\n');
    for (Passage passage : passages) {
      text.append('\n');
      String bullet = "";
      if (passage.heading().isPresent()) {
        text.append(bold).append(escape.apply(passage.heading().get())).append(bold);
        text.append(afterHeading).append(bold.isEmpty() ? "\n" : "\n\n");
        bullet = "- ";
      }
      for (String line : passage.lines()) {
        text.append(bullet).append(escape.apply(line)).append('\n');
      }
    }
    return text.toString();
  }

  private String colon() {
    return language == Language.ENGLISH ? ":" : "：";
  }
}
