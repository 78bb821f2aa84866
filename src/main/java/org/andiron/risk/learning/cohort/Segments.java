package org.andiron.risk.learning.cohort;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelInput;
import org.tribuo.MutableDataset;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.ClusteringFactory;
import org.tribuo.clustering.kmeans.KMeansModel;
import org.tribuo.clustering.kmeans.KMeansTrainer;
import org.tribuo.clustering.kmeans.KMeansTrainer.Initialisation;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.distance.DistanceType;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Groups of people who are alike, by k-means on standardised inputs. They describe a cohort;
 * nothing says that the groups are there in nature.
 *
 * @param segments from large to small
 * @param segmentOf for each person the place of the segment
 * @param silhouette mean of {@link Silhouette}, from -1 to 1: how much nearer people are to their
 *     own segment than to the next
 * @see <a href="https://dl.acm.org/doi/10.5555/1283383.1283494">D. Arthur, S. Vassilvitskii,
 *     "k-means++: the advantages of careful seeding", SODA 2007</a>
 */
public record Segments(List<Segment> segments, List<Integer> segmentOf, double silhouette) {

  private static final int ITERATIONS = 100;

  /** One beginning alone may end where no other would; the best of several is taken. */
  private static final int BEGINNINGS = 5;

  /**
   * People who are alike.
   *
   * @param size how many they are
   * @param means of quantities in their unit, and parts of those for whom a truth holds or who have
   *     a category, by input
   */
  public record Segment(int size, Map<String, Double> means) {}

  public Segments {
    segments = List.copyOf(segments);
    segmentOf = List.copyOf(segmentOf);
  }

  /**
   * Divides people.
   *
   * @param number of segments, 2 or more; fewer come out if some stay empty
   * @param seed of where it begins; the same seed gives the same segments
   * @throws IllegalArgumentException if there are fewer people than segments, or none has an input
   */
  public static Segments of(
      List<ModelInput> inputs, List<FeatureVector> people, int number, long seed) {
    if (number < 2 || people.size() < number) {
      throw new IllegalArgumentException(
          "%d people cannot be divided into %d segments".formatted(people.size(), number));
    }
    CohortRows cohort = CohortRows.of(inputs, people);
    String[] names = new String[cohort.names().size()];
    for (int i = 0; i < names.length; i++) {
      // Tribuo numbers columns by the order of their names.
      names[i] = "c%06d".formatted(i);
    }
    ClusteringFactory factory = new ClusteringFactory();
    MutableDataset<ClusterID> dataset =
        new MutableDataset<>(new SimpleDataSourceProvenance("cohort", factory), factory);
    for (double[] row : cohort.rows()) {
      dataset.add(new ArrayExample<>(ClusteringFactory.UNASSIGNED_CLUSTER_ID, names, row));
    }
    int[] best = new int[0];
    double least = Double.POSITIVE_INFINITY;
    for (int beginning = 0; beginning < BEGINNINGS; beginning++) {
      int[] found = clusters(dataset, number, seed + beginning);
      double apart = squares(cohort.rows(), found, number);
      if (apart < least) {
        least = apart;
        best = found;
      }
    }
    return described(cohort, best, number, seed);
  }

  private static int[] clusters(MutableDataset<ClusterID> dataset, int number, long seed) {
    KMeansModel model =
        new KMeansTrainer(
                number, ITERATIONS, DistanceType.L2.getDistance(), Initialisation.PLUSPLUS, 1, seed)
            .train(dataset);
    int[] clusterOf = new int[dataset.size()];
    for (int person = 0; person < clusterOf.length; person++) {
      clusterOf[person] = model.predict(dataset.getExample(person)).getOutput().getID();
    }
    return clusterOf;
  }

  /** Sum of the squared distances from the means of the clusters, which k-means makes small. */
  private static double squares(double[][] rows, int[] clusterOf, int number) {
    double[][] means = new double[number][rows[0].length];
    int[] sizes = new int[number];
    for (int person = 0; person < rows.length; person++) {
      sizes[clusterOf[person]]++;
      for (int i = 0; i < rows[person].length; i++) {
        means[clusterOf[person]][i] += rows[person][i];
      }
    }
    double sum = 0;
    for (int person = 0; person < rows.length; person++) {
      int cluster = clusterOf[person];
      for (int i = 0; i < rows[person].length; i++) {
        double apart = rows[person][i] - means[cluster][i] / sizes[cluster];
        sum += apart * apart;
      }
    }
    return sum;
  }

  private static Segments described(CohortRows cohort, int[] clusterOf, int number, long seed) {
    int[] sizes = new int[number];
    double[][] sums = new double[number][cohort.names().size()];
    for (int person = 0; person < clusterOf.length; person++) {
      int cluster = clusterOf[person];
      sizes[cluster]++;
      for (int i = 0; i < sums[cluster].length; i++) {
        sums[cluster][i] += cohort.raw(person, i);
      }
    }
    List<Integer> largestFirst = new ArrayList<>();
    for (int cluster = 0; cluster < number; cluster++) {
      if (sizes[cluster] > 0) {
        largestFirst.add(cluster);
      }
    }
    largestFirst.sort((one, other) -> Integer.compare(sizes[other], sizes[one]));
    List<Segment> segments = new ArrayList<>();
    for (int cluster : largestFirst) {
      double[] means = sums[cluster].clone();
      for (int i = 0; i < means.length; i++) {
        means[i] /= sizes[cluster];
      }
      segments.add(new Segment(sizes[cluster], cohort.named(means)));
    }
    List<Integer> segmentOf = new ArrayList<>();
    for (int cluster : clusterOf) {
      segmentOf.add(largestFirst.indexOf(cluster));
    }
    return new Segments(
        segments, segmentOf, Silhouette.mean(cohort.rows(), segmentOf, segments.size(), seed));
  }
}
