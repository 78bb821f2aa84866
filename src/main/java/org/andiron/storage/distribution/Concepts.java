package org.andiron.storage.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The concepts of a code system with their hierarchy, numbered from 0. Made for half a million of
 * them in some 200 MB.
 */
final class Concepts {

  private static final int[] NONE = {};

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> codes = new ArrayList<>();
  private final List<@Nullable String> displays = new ArrayList<>();
  private final BitSet inactive = new BitSet();
  private final List<int[]> parents = new ArrayList<>();

  /** Adds a concept; one with the same code keeps its number and display. */
  int add(String code, @Nullable String display, boolean isInactive) {
    Integer known = numbers.putIfAbsent(code, codes.size());
    if (known != null) {
      return known;
    }
    int number = codes.size();
    codes.add(code);
    displays.add(display);
    parents.add(NONE);
    inactive.set(number, isInactive);
    return number;
  }

  /** The number of a code, -1 if there is no such one. */
  int find(String code) {
    return numbers.getOrDefault(code, -1);
  }

  /** Says that a concept is directly below another one. */
  void addParent(int child, int parent) {
    int[] known = parents.get(child);
    if (child == parent || Arrays.stream(known).anyMatch(it -> it == parent)) {
      return;
    }
    int[] more = Arrays.copyOf(known, known.length + 1);
    more[known.length] = parent;
    parents.set(child, more);
  }

  void setDisplay(int concept, String display) {
    displays.set(concept, display);
  }

  int size() {
    return codes.size();
  }

  String code(int concept) {
    return codes.get(concept);
  }

  @Nullable String display(int concept) {
    return displays.get(concept);
  }

  boolean isInactive(int concept) {
    return inactive.get(concept);
  }

  int[] parents(int concept) {
    return parents.get(concept);
  }

  /**
   * For each concept itself and all above it, in order.
   *
   * @throws UnusableArchiveException if a concept is above itself
   */
  int[][] ancestors() {
    int[][] ancestors = new int[codes.size()][];
    int[] path = new int[codes.size() + 1];
    int[] nextParent = new int[codes.size()];
    BitSet open = new BitSet();
    for (int start = 0; start < codes.size(); start++) {
      int depth = 0;
      if (ancestors[start] == null) {
        path[depth++] = start;
        open.set(start);
      }
      while (depth > 0) {
        int concept = path[depth - 1];
        int[] above = parents.get(concept);
        if (nextParent[concept] < above.length) {
          int parent = above[nextParent[concept]++];
          if (ancestors[parent] == null) {
            if (open.get(parent)) {
              throw new UnusableArchiveException(
                  "The code " + codes.get(parent) + " is above itself in the hierarchy");
            }
            path[depth++] = parent;
            open.set(parent);
          }
        } else {
          ancestors[concept] = union(concept, above, ancestors);
          open.clear(concept);
          depth--;
        }
      }
    }
    return ancestors;
  }

  private static int[] union(int concept, int[] parents, int[][] ancestors) {
    int length = 1;
    for (int parent : parents) {
      length += ancestors[parent].length;
    }
    int[] all = new int[length];
    all[0] = concept;
    int end = 1;
    for (int parent : parents) {
      System.arraycopy(ancestors[parent], 0, all, end, ancestors[parent].length);
      end += ancestors[parent].length;
    }
    Arrays.sort(all);
    int distinct = 0;
    for (int i = 0; i < all.length; i++) {
      if (i == 0 || all[i] != all[i - 1]) {
        all[distinct++] = all[i];
      }
    }
    return Arrays.copyOf(all, distinct);
  }
}
