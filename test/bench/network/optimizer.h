// Changes weights against their blame: the matrices of layers by Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/),
// with steps as long as Adam's (Liu et al. 2025, https://arxiv.org/abs/2502.16982), all other weights by AdamW.
#pragma once
#include <omp.h>
#include <vector>
#include "layout.h"
#include "multiply.h"

constexpr float DECAY = 0.05f, MOST_NORM = 1, FIRST_BETA = 0.9f, SECOND_BETA = 0.98f, MOMENTUM = 0.95f;
/** A step of Adam, in the mean of its weights, as a share of the rate. */
constexpr float ADAM_STEP = 0.2f;
/** Steps of Newton and Schulz, and what each makes of a singular value x: these times x, its third and its fifth power. */
constexpr int ORTHOGONAL_STEPS = 5;
constexpr float FIRST_POWER = 3.4445f, THIRD_POWER = -4.7750f, FIFTH_POWER = 2.0315f;

/** Columns of a matrix of the weights that Muon changes together. Its shorter side counts as rows here. */
struct Block {
  size_t at;
  int rows, columns, stride;

  bool lies() const { return rows <= columns; }
  int shorter() const { return std::min(rows, columns); }
  int longer() const { return std::max(rows, columns); }
  size_t place(int i, int k) const { return at + (lies() ? (size_t)i * stride + k : (size_t)k * stride + i); }
};

/** Queries, keys and values are blocks of their own. */
inline std::vector<Block> blocks_of(const Layout& layout) {
  std::vector<Block> blocks;
  for (const Layer& layer : layout.layers) {
    for (int part = 0; part < 3; part++) blocks.push_back({layer.project + part * WIDTH, WIDTH, WIDTH, 3 * WIDTH});
    blocks.push_back({layer.gather, WIDTH, WIDTH, WIDTH});
    blocks.push_back({layer.widen, WIDTH, INNER, INNER});
    blocks.push_back({layer.narrow, INNER, WIDTH, WIDTH});
  }
  return blocks;
}

/** Makes all singular values of a block nearly 1. */
class Orthogonal {
 public:
  /** @param from all weights @returns shorter x longer numbers, good until this is asked again */
  const float* of(const Block& block, const float* from) {
    const int m = block.shorter(), n = block.longer();
    double squares = 0;
    for (int i = 0; i < m; i++) {
      for (int k = 0; k < n; k++) {
        const float own = x[(size_t)i * n + k] = from[block.place(i, k)];
        squares += own * own;
      }
    }
    const float scale = 1 / (sqrt(squares) + 1e-12);
    for (int i = 0; i < m * n; i++) x[i] *= scale;
    for (int step = 0; step < ORTHOGONAL_STEPS; step++) {
      multiply(m, m, n, {x, n}, {x, n, true}, second, m, false);
      multiply(m, m, m, {second, m}, {second, m}, fourth, m, false);
      for (int i = 0; i < m * m; i++) fourth[i] = THIRD_POWER * second[i] + FIFTH_POWER * fourth[i];
      multiply(m, n, m, {fourth, m}, {x, n}, higher, n, false);
      for (int i = 0; i < m * n; i++) x[i] = FIRST_POWER * x[i] + higher[i];
    }
    return x;
  }

 private:
  float *x = numbers(WIDTH * INNER), *higher = numbers(WIDTH * INNER), *second = numbers(WIDTH * WIDTH), *fourth = numbers(WIDTH * WIDTH);
};

class Optimizer {
 public:
  Optimizer(const Layout& layout, int threads)
      : layout(layout), blocks(blocks_of(layout)), orthogonal(threads), is_muons(layout.size, 0), first(numbers(layout.size)), second(numbers(layout.size)), towards(numbers(layout.size)) {
    for (const Block& block : blocks)
      for (int i = 0; i < block.shorter(); i++)
        for (int k = 0; k < block.longer(); k++) is_muons[block.place(i, k)] = 1;
  }

  void step(float* w, const float* d, float rate) {
    double squares = 0;
#pragma omp parallel for reduction(+ : squares)
    for (size_t i = 0; i < layout.size; i++) squares += d[i] * d[i];
    const float cut = std::min(1.0, MOST_NORM / (sqrt(squares) + 1e-9));
    adam(w, d, cut, rate);
#pragma omp parallel for schedule(dynamic)
    for (size_t b = 0; b < blocks.size(); b++) muon(w, blocks[b], rate);
  }

 private:
  const Layout& layout;
  std::vector<Block> blocks;
  /** One for each thread. */
  std::vector<Orthogonal> orthogonal;
  std::vector<uint8_t> is_muons;
  float *first, *second, *towards;
  int steps = 0;

  /** Changes what is not Muon's, and carries Muon's momentum on. */
  void adam(float* w, const float* d, float cut, float rate) {
    steps++;
    const float first_scale = 1 - powf(FIRST_BETA, steps), second_scale = 1 - powf(SECOND_BETA, steps);
    const size_t embedded = layout.embedding + (size_t)layout.classes * WIDTH;
#pragma omp parallel for
    for (size_t i = 0; i < layout.size; i++) {
      const float own = d[i] * cut;
      if (is_muons[i]) {
        first[i] = MOMENTUM * first[i] + own;
        towards[i] = own + MOMENTUM * first[i];
        continue;
      }
      first[i] = FIRST_BETA * first[i] + (1 - FIRST_BETA) * own;
      second[i] = SECOND_BETA * second[i] + (1 - SECOND_BETA) * own * own;
      const float by = first[i] / first_scale / (sqrtf(second[i] / second_scale) + 1e-8f);
      w[i] -= rate * (by + (i < embedded ? DECAY * w[i] : 0));
    }
  }

  void muon(float* w, const Block& block, float rate) {
    begin_thread();
    const float* by = orthogonal[omp_get_thread_num()].of(block, towards);
    const int n = block.longer();
    const float length = ADAM_STEP * sqrtf(n);
    for (int i = 0; i < block.shorter(); i++) {
      for (int k = 0; k < n; k++) {
        float& weight = w[block.place(i, k)];
        weight -= rate * (length * by[(size_t)i * n + k] + DECAY * weight);
      }
    }
  }
};
