package org.andiron.audit.verification;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.audit.ledger.Hash;

/**
 * What a record of the log tells of a month that was taken out. When the month goes that has such a
 * record, the record of that repeats what it told, so that the log tells of all that is gone.
 *
 * @param month that is gone
 * @param records how many
 * @param digest SHA-256 of their leaf hashes, one after the other
 */
public record ToldRemoval(YearMonth month, long records, Hash digest) {

  private static final String MONTH = "month";
  private static final String RECORDS = "records";
  private static final String DIGEST = "digest";
  private static final String EARLIER = "earlier-";
  private static final Pattern REPEATED = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64})");

  /** As details of the record that tells of this one first. */
  public Map<String, String> details() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put(MONTH, month.toString());
    details.put(RECORDS, Long.toString(records));
    details.put(DIGEST, digest.toString());
    return details;
  }

  /** As details of a record that repeats what earlier ones told. */
  public static Map<String, String> repeated(List<ToldRemoval> earlier) {
    Map<String, String> details = new LinkedHashMap<>();
    earlier.forEach(it -> details.put(EARLIER + it.month, it.records + " " + it.digest));
    return details;
  }

  /** What the details of one thing say, by type. */
  static List<ToldRemoval> of(Map<String, String> details) {
    List<ToldRemoval> told = new ArrayList<>();
    details.forEach(
        (type, value) -> {
          if (type.equals(MONTH)) {
            of(value, details.get(RECORDS) + " " + details.get(DIGEST)).ifPresent(told::add);
          } else if (type.startsWith(EARLIER)) {
            of(type.substring(EARLIER.length()), value).ifPresent(told::add);
          }
        });
    return told;
  }

  private static Optional<ToldRemoval> of(String month, String rest) {
    Matcher matcher = REPEATED.matcher(rest);
    try {
      return matcher.matches()
          ? Optional.of(
              new ToldRemoval(
                  YearMonth.parse(month),
                  Long.parseLong(matcher.group(1)),
                  Hash.of(HexFormat.of().parseHex(matcher.group(2)))))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  boolean isOf(Removal removal) {
    return removal.month().filter(month::equals).isPresent()
        && removal.leaves() == records
        && removal.digest().equals(digest);
  }
}
