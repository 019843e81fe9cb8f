// The shape of the network, where its weights lie, and what else the trainer's parts share.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

constexpr int WIDTH = 192, LAYERS = 4, HEAD = 32, HEADS = WIDTH / HEAD, INNER = 4 * WIDTH, WINDOW = 256, MIXED = 4;
/** Tokens of a sequence, of a block of queries, and classes scored at once. */
constexpr int LENGTH = 1024, BLOCK = 64, CLASSES_AT_ONCE = 256;
constexpr int KEYS = BLOCK + WINDOW;
/** Greater scores are cut, so that their exponentials are numbers. */
constexpr float MOST_SCORE = 70;

/** Places of the weights in one long list; each part begins at a multiple of 16. Matrices lead from rows to columns. */
struct Layer {
  size_t input_gain, project, mix, distances, gather, inner_gain, widen, widen_bias, narrow;
};

struct Layout {
  int classes;
  size_t embedding, output_bias, first_gain, last_gain, size = 0;
  Layer layers[LAYERS];

  /** @param layer_count of a network that has fewer; they come last, so the weights of one begin like those of a deeper one */
  explicit Layout(int classes, int layer_count = LAYERS) : classes(classes) {
    embedding = take((size_t)classes * WIDTH);
    output_bias = take(classes);
    first_gain = take(WIDTH);
    last_gain = take(WIDTH);
    for (int l = 0; l < layer_count; l++) {
      Layer& layer = layers[l];
      layer.input_gain = take(WIDTH);
      layer.project = take(WIDTH * 3 * WIDTH);
      layer.mix = take(MIXED * 3 * WIDTH);
      layer.distances = take(HEADS * WINDOW);
      layer.gather = take(WIDTH * WIDTH);
      layer.inner_gain = take(WIDTH);
      layer.widen = take(WIDTH * INNER);
      layer.widen_bias = take(INNER);
      layer.narrow = take(INNER * WIDTH);
    }
  }

 private:
  size_t take(size_t count) {
    size_t at = size;
    size += (count + 15) / 16 * 16;
    return at;
  }
};

inline float* numbers(size_t count) {
  float* all = (float*)aligned_alloc(64, (count * 4 + 63) / 64 * 64);
  memset(all, 0, count * 4);
  return all;
}

/** Within 3e-6 of itself, and made so that a compiler does sixteen at once. */
inline float exponential(float x) {
  const float scaled = std::max(x, -87.f) * 1.44269504f;
  const float whole = __builtin_rintf(scaled);
  const float rest = scaled - whole;
  const float power = 1.f + rest * (0.693147182f + rest * (0.240226507f + rest * (0.0555041087f + rest * (0.00961812911f + rest * 0.00133335581f))));
  const uint32_t bits = (uint32_t)((int)whole + 127) << 23;
  float factor;
  memcpy(&factor, &bits, 4);
  return power * factor;
}
