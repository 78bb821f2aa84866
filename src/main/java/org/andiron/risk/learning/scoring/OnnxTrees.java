package org.andiron.risk.learning.scoring;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trees as one node of ONNX. The base score is log odds here, although XGBoost's file has a
 * probability, and a missing number goes where XGBoost sends it.
 *
 * @see <a
 *     href="https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleRegressor.html">TreeEnsembleRegressor</a>
 */
final class OnnxTrees {

  private final Map<String, AttributeProto.Builder> attributes = new LinkedHashMap<>();

  private OnnxTrees() {
    for (String name :
        List.of(
            "nodes_treeids",
            "nodes_nodeids",
            "nodes_featureids",
            "nodes_truenodeids",
            "nodes_falsenodeids",
            "nodes_missing_value_tracks_true",
            "target_treeids",
            "target_nodeids",
            "target_ids")) {
      attributes.put(name, OnnxExport.attribute(name, AttributeType.INTS));
    }
    for (String name : List.of("nodes_values", "target_weights", "base_values")) {
      attributes.put(name, OnnxExport.attribute(name, AttributeType.FLOATS));
    }
    attributes.put("nodes_modes", OnnxExport.attribute("nodes_modes", AttributeType.STRINGS));
    attributes.put("n_targets", OnnxExport.attribute("n_targets", AttributeType.INT).setI(1));
    attributes.put(
        "post_transform",
        OnnxExport.attribute("post_transform", AttributeType.STRING)
            .setS(ByteString.copyFromUtf8("NONE")));
  }

  static NodeProto node(TreeEnsemble ensemble, String input, String output) {
    OnnxTrees trees = new OnnxTrees();
    trees.of("base_values").addFloats((float) ensemble.intercept());
    for (int i = 0; i < ensemble.trees().size(); i++) {
      trees.add(i, ensemble.trees().get(i));
    }
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType("TreeEnsembleRegressor")
            .setDomain(OnnxExport.ML)
            .setName("trees")
            .addInput(input)
            .addOutput(output);
    trees.attributes.values().forEach(node::addAttribute);
    return node.build();
  }

  private AttributeProto.Builder of(String name) {
    AttributeProto.Builder attribute = attributes.get(name);
    if (attribute == null) {
      throw new IllegalArgumentException("no attribute " + name);
    }
    return attribute;
  }

  private void add(int place, Tree tree) {
    for (int node = 0; node < tree.left().length; node++) {
      boolean leaf = tree.isLeaf(node);
      of("nodes_treeids").addInts(place);
      of("nodes_nodeids").addInts(node);
      of("nodes_featureids").addInts(leaf ? 0 : tree.column()[node]);
      of("nodes_truenodeids").addInts(leaf ? 0 : tree.left()[node]);
      of("nodes_falsenodeids").addInts(leaf ? 0 : tree.right()[node]);
      of("nodes_missing_value_tracks_true").addInts(!leaf && tree.absentLeft()[node] ? 1 : 0);
      of("nodes_values").addFloats(leaf ? 0 : tree.numbers()[node]);
      of("nodes_modes").addStrings(ByteString.copyFromUtf8(leaf ? "LEAF" : "BRANCH_LT"));
      if (leaf) {
        of("target_treeids").addInts(place);
        of("target_nodeids").addInts(node);
        of("target_ids").addInts(0);
        of("target_weights").addFloats(tree.numbers()[node]);
      }
    }
  }
}
