package org.andiron.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Puts portions into levels: what a portion refers to lies in an earlier level, or in its own where
 * references run in a circle. The order follows from the references found; a short list of types
 * that others stand on decides where references say nothing.
 */
final class LoadOrder {

  /** Types others stand on, those that come first in front. */
  private static final List<String> FOUNDATION =
      List.of(
          "Organization",
          "Location",
          "Endpoint",
          "HealthcareService",
          "Practitioner",
          "PractitionerRole",
          "Medication",
          "Device",
          "Patient");

  private static final Pattern HOSPITAL = Pattern.compile("(?i)hospitalInformation.*");
  private static final Pattern PRACTITIONER = Pattern.compile("(?i)practitionerInformation.*");

  /**
   * What may be sent at the same time.
   *
   * @param circular whether portions of the level refer to one another
   */
  record Level(List<Portion> portions, boolean circular) {}

  /** Portions that are alike in all that matters for the order. */
  private record Node(Set<String> provides, Set<String> requires, int rank) {

    boolean needs(Node other) {
      return requires.stream().anyMatch(other.provides::contains);
    }

    boolean after(Node other) {
      return needs(other) || (other.rank < rank && !other.needs(this));
    }
  }

  private final List<Node> nodes = new ArrayList<>();
  private final List<List<Integer>> predecessors = new ArrayList<>();
  private int[] component = new int[0];

  private LoadOrder() {}

  /** The levels, first to last; large portions in front within a level. */
  static List<Level> of(List<Portion> portions) {
    return new LoadOrder().arrange(portions);
  }

  private List<Level> arrange(List<Portion> portions) {
    Map<Node, List<Portion>> members = new LinkedHashMap<>();
    for (Portion portion : portions) {
      Node node = new Node(portion.provides(), portion.requires(), rank(portion));
      members.computeIfAbsent(node, n -> new ArrayList<>()).add(portion);
    }
    nodes.addAll(members.keySet());
    for (Node node : nodes) {
      List<Integer> earlier = new ArrayList<>();
      for (int i = 0; i < nodes.size(); i++) {
        if (!nodes.get(i).equals(node) && node.after(nodes.get(i))) {
          earlier.add(i);
        }
      }
      predecessors.add(earlier);
    }
    component = new int[nodes.size()];
    List<List<Integer>> components = new Components().find();
    int[] levels = new int[components.size()];
    Map<Integer, List<Portion>> byLevel = new TreeMap<>();
    Map<Integer, Boolean> circular = new HashMap<>();
    for (int c = 0; c < components.size(); c++) {
      for (int n : components.get(c)) {
        for (int earlier : predecessors.get(n)) {
          if (component[earlier] != c) {
            levels[c] = Math.max(levels[c], levels[component[earlier]] + 1);
          }
        }
      }
      boolean circle =
          components.get(c).size() > 1
              || components.get(c).stream().anyMatch(n -> nodes.get(n).needs(nodes.get(n)));
      circular.merge(levels[c], circle, Boolean::logicalOr);
      for (int n : components.get(c)) {
        byLevel
            .computeIfAbsent(levels[c], l -> new ArrayList<>())
            .addAll(members.get(nodes.get(n)));
      }
    }
    List<Level> result = new ArrayList<>();
    byLevel.forEach(
        (level, found) -> {
          found.sort((a, b) -> Long.compare(b.bytes(), a.bytes()));
          result.add(new Level(List.copyOf(found), circular.getOrDefault(level, false)));
        });
    return result;
  }

  /** Lower goes first unless references say otherwise. */
  private static int rank(Portion portion) {
    String name = String.valueOf(portion.file().path().getFileName());
    if (HOSPITAL.matcher(name).matches()) {
      return 0;
    }
    if (PRACTITIONER.matcher(name).matches()) {
      return FOUNDATION.indexOf("Practitioner");
    }
    int rank = 0;
    for (String type : portion.provides()) {
      int index = FOUNDATION.indexOf(type);
      if (index < 0) {
        return FOUNDATION.size();
      }
      rank = Math.max(rank, index);
    }
    return rank;
  }

  /** Tarjan's strongly connected components, predecessors before successors. */
  private final class Components {
    private final int[] index = new int[nodes.size()];
    private final int[] low = new int[nodes.size()];
    private final boolean[] open = new boolean[nodes.size()];
    private final Deque<Integer> stack = new ArrayDeque<>();
    private final List<List<Integer>> found = new ArrayList<>();
    private int next = 1;

    List<List<Integer>> find() {
      for (int n = 0; n < index.length; n++) {
        if (index[n] == 0) {
          visit(n);
        }
      }
      return found;
    }

    private void visit(int n) {
      index[n] = next;
      low[n] = next++;
      stack.push(n);
      open[n] = true;
      for (int earlier : predecessors.get(n)) {
        if (index[earlier] == 0) {
          visit(earlier);
          low[n] = Math.min(low[n], low[earlier]);
        } else if (open[earlier]) {
          low[n] = Math.min(low[n], index[earlier]);
        }
      }
      if (low[n] == index[n]) {
        List<Integer> members = new ArrayList<>();
        int member;
        do {
          member = stack.pop();
          open[member] = false;
          component[member] = found.size();
          members.add(member);
        } while (member != n);
        Collections.reverse(members);
        found.add(members);
      }
    }
  }
}
