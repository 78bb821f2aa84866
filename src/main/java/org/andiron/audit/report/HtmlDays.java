package org.andiron.audit.report;

import com.google.common.collect.Iterators;
import com.google.common.collect.PeekingIterator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.andiron.audit.report.HtmlReport.Day;
import org.andiron.audit.report.HtmlReport.Fact;
import org.andiron.audit.report.HtmlReport.Line;
import org.andiron.audit.report.HtmlReport.Person;
import org.andiron.audit.report.HtmlReport.Tag;
import org.andiron.audit.report.Participant.Kind;

/** The days of a report, each with who did what. A day with very much in it comes in parts. */
final class HtmlDays implements Iterator<Day> {

  /** As much as is held in memory. */
  private static final int MOST_LINES = 2_000;

  private final PeekingIterator<ReportedEvent> events;
  private final ReportWords words;
  private LocalDate last = LocalDate.MAX;

  HtmlDays(Iterator<ReportedEvent> events, ReportWords words) {
    this.events = Iterators.peekingIterator(events);
    this.words = words;
  }

  @Override
  public boolean hasNext() {
    return events.hasNext();
  }

  @Override
  public Day next() {
    if (!events.hasNext()) {
      throw new NoSuchElementException();
    }
    LocalDate day = words.day(events.peek().recorded());
    Map<String, List<ReportedEvent>> people = new LinkedHashMap<>();
    for (int lines = 0;
        lines < MOST_LINES && events.hasNext() && words.day(events.peek().recorded()).equals(day);
        lines++) {
      ReportedEvent event = events.next();
      people.computeIfAbsent(event.who().key(), it -> new ArrayList<>()).add(event);
    }
    boolean continued = day.equals(last);
    last = day;
    return new Day(
        continued ? words.text("days.continued", words.day(day)) : words.day(day),
        day.toString(),
        people.values().stream().map(this::person).toList());
  }

  private Person person(List<ReportedEvent> events) {
    ReportedEvent latest = events.get(0);
    ReportedEvent first = events.get(events.size() - 1);
    String organization =
        events.stream()
            .map(ReportedEvent::organization)
            .filter(it -> !it.isEmpty())
            .findFirst()
            .orElse("");
    String from = words.time(first.recorded());
    String to = words.time(latest.recorded());
    Set<String> data = new LinkedHashSet<>();
    events.stream().map(words::data).filter(it -> !it.isEmpty()).forEach(data::add);
    return new Person(
        words.who(latest.who()),
        words.position(latest.who(), organization),
        from.equals(to) ? to : words.text("between", from, to),
        summary(events),
        String.join("; ", data),
        tags(events),
        events.stream().map(this::line).toList());
  }

  private String summary(List<ReportedEvent> events) {
    Map<Doing, Integer> done = new EnumMap<>(Doing.class);
    int refused = 0;
    for (ReportedEvent it : events) {
      if (it.refused()) {
        refused++;
      } else {
        done.merge(it.doing(), 1, Integer::sum);
      }
    }
    List<String> parts = new ArrayList<>();
    done.forEach((doing, count) -> parts.add(counted(doing.name(), count)));
    if (refused > 0) {
      parts.add(counted("refused", refused));
    }
    return String.join(words.text("comma"), parts);
  }

  private String counted(String what, int count) {
    return words.text("count." + what, words.text("times", count));
  }

  private List<Tag> tags(Collection<ReportedEvent> events) {
    List<Tag> tags = new ArrayList<>();
    if (events.stream().anyMatch(it -> it.who().kind() == Kind.SELF)) {
      tags.add(new Tag("self", words.text("tag.self")));
    }
    if (events.stream().anyMatch(ReportedEvent::emergency)) {
      tags.add(new Tag("bad", words.text("tag.emergency")));
    }
    if (events.stream().anyMatch(ReportedEvent::refused)) {
      tags.add(new Tag("warn", words.text("tag.refused")));
    }
    if (events.stream().anyMatch(it -> it.doing() == Doing.DISCLOSURE)) {
      tags.add(new Tag("warn", words.text("tag.disclosure")));
    }
    if (events.stream().anyMatch(it -> it.origin().isPresent())) {
      tags.add(new Tag("plain", words.text("tag.foreign")));
    }
    return tags;
  }

  private Line line(ReportedEvent event) {
    List<Fact> facts = new ArrayList<>();
    if (!event.result().done()) {
      add(facts, "result", words.result(event));
    }
    add(facts, "reason", event.reason());
    add(facts, "purpose", words.purposes(event));
    add(facts, "basis", words.bases(event));
    add(facts, "recipient", event.recipient());
    if (event.recipient().isEmpty() && event.who().kind() != Kind.APP) {
      add(facts, "app", event.app());
    }
    add(facts, "behalf", event.behalf());
    event
        .origin()
        .ifPresent(
            it -> {
              add(facts, "reporter", it.reporter());
              it.claimed().ifPresent(claimed -> add(facts, "claimed", words.moment(claimed)));
            });
    add(facts, "resources", String.join(" ", event.data().resources()));
    add(facts, "event", event.id().toString());
    return new Line(
        words.time(event.recorded()),
        event.recorded().toString(),
        words.activity(event),
        words.data(event),
        tags(List.of(event)).stream().filter(it -> !it.style().equals("self")).toList(),
        facts);
  }

  private void add(List<Fact> facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.add(new Fact(words.text("fact." + name), value));
    }
  }
}
