// The network as the trainer sees it: what it makes of a sequence, and how far each weight was to blame. What it is
// is written down in server/models/workspace/network/network.ts; here it is calculated for all tokens at once.
#pragma once
#include <vector>
#include "layout.h"
#include "multiply.h"
#include "scored.h"

/** What one layer made of a sequence, kept for the way back. */
struct LayerTrace {
  float *x, *normed, *raw, *mixed, *blended, *log_sums, *seen, *inner_normed, *inner, *passed;
};

class Transformer {
 public:
  explicit Transformer(const Layout& layout) : layout(layout) {
    for (LayerTrace& trace : traces) {
      for (float** each : {&trace.x, &trace.normed, &trace.blended, &trace.seen, &trace.inner_normed}) *each = numbers(LENGTH * WIDTH);
      trace.raw = numbers(LENGTH * 3 * WIDTH);
      trace.mixed = numbers(LENGTH * 3 * WIDTH);
      trace.log_sums = numbers(LENGTH * HEADS);
      trace.inner = numbers(LENGTH * INNER);
      trace.passed = numbers(LENGTH * INNER);
    }
    for (float** each : {&embedded, &last, &told, &d_told, &d_x, &d_narrow, &d_blended}) *each = numbers(LENGTH * WIDTH);
    d_mixed = numbers(LENGTH * 3 * WIDTH);
    d_raw = numbers(LENGTH * 3 * WIDTH);
    d_inner = numbers(LENGTH * INNER);
    shares = numbers(BLOCK * KEYS);
    d_shares = numbers(BLOCK * KEYS);
    scores = numbers(LENGTH * CLASSES_AT_ONCE);
  }

  void forward(const float* w, const uint16_t* tokens) {
    for (int t = 0; t < LENGTH; t++) memcpy(embedded + t * WIDTH, w + layout.embedding + (size_t)tokens[t] * WIDTH, WIDTH * 4);
    norm(embedded, w + layout.first_gain, traces[0].x);
    for (int l = 0; l < LAYERS; l++) layer_forward(w, layout.layers[l], traces[l], l + 1 < LAYERS ? traces[l + 1].x : last);
    norm(last, w + layout.last_gain, told);
  }

  /**
   * The loss of all tokens but those whose `next` is `NONE`, in nats, after `forward`.
   * @param d where gradients of it, times `scale`, are added; none where null
   */
  double loss(const Scored& scored, const uint16_t* next, Scored::Blame* d, float scale) {
    std::vector<float> sums(LENGTH), right(LENGTH);
    for (int first = 0; first < scored.count; first += CLASSES_AT_ONCE) {
      const int count = score(scored, first);
      for (int t = 0; t < LENGTH; t++) {
        if (next[t] == NONE) continue;
        const float* row = scores + (size_t)t * CLASSES_AT_ONCE;
        const int place = scored.places[next[t]] - first;
        if (place >= 0 && place < count) right[t] = row[place];
        float sum = 0;
        for (int c = 0; c < count; c++) sum += exponential(row[c]);
        sums[t] += sum;
      }
    }
    double total = 0;
    for (int t = 0; t < LENGTH; t++)
      if (next[t] != NONE) total += logf(sums[t]) - right[t];
    if (d) loss_back(scored, next, *d, scale, sums);
    return total;
  }

  void backward(const float* w, const uint16_t* tokens, float* d) {
    norm_back(last, w + layout.last_gain, d_told, d_x, d + layout.last_gain, false);
    for (int l = LAYERS - 1; l >= 0; l--) layer_back(w, layout.layers[l], traces[l], d);
    norm_back(embedded, w + layout.first_gain, d_x, d_narrow, d + layout.first_gain, false);
    for (int t = 0; t < LENGTH; t++) {
      float* row = d + layout.embedding + (size_t)tokens[t] * WIDTH;
      for (int i = 0; i < WIDTH; i++) row[i] += d_narrow[t * WIDTH + i];
    }
  }

 private:
  const Layout& layout;
  LayerTrace traces[LAYERS];
  float *embedded, *last, *told, *d_told, *d_x, *d_narrow, *d_blended, *d_mixed, *d_raw, *d_inner, *shares, *d_shares, *scores;

  static void norm(const float* x, const float* gain, float* to) {
    for (int t = 0; t < LENGTH; t++, x += WIDTH, to += WIDTH) {
      const float scale = scale_of(x);
      for (int i = 0; i < WIDTH; i++) to[i] = x[i] * scale * gain[i];
    }
  }

  static float scale_of(const float* x) {
    float squares = 0;
    for (int i = 0; i < WIDTH; i++) squares += x[i] * x[i];
    return 1 / sqrtf(squares / WIDTH + 1e-5f);
  }

  static void norm_back(const float* x, const float* gain, const float* d_to, float* d_from, float* d_gain, bool adds) {
    for (int t = 0; t < LENGTH; t++, x += WIDTH, d_to += WIDTH, d_from += WIDTH) {
      const float scale = scale_of(x);
      float along = 0;
      for (int i = 0; i < WIDTH; i++) {
        along += d_to[i] * gain[i] * x[i];
        d_gain[i] += d_to[i] * x[i] * scale;
      }
      along *= scale * scale * scale / WIDTH;
      for (int i = 0; i < WIDTH; i++) {
        const float own = d_to[i] * gain[i] * scale - along * x[i];
        d_from[i] = adds ? d_from[i] + own : own;
      }
    }
  }

  void layer_forward(const float* w, const Layer& at, LayerTrace& trace, float* next) {
    norm(trace.x, w + at.input_gain, trace.normed);
    multiply(LENGTH, 3 * WIDTH, WIDTH, {trace.normed, WIDTH}, {w + at.project, 3 * WIDTH}, trace.raw, 3 * WIDTH, false);
    mix(w + at.mix, trace.raw, trace.mixed);
    attend(w + at.distances, trace);
    memcpy(trace.seen, trace.x, sizeof(float) * LENGTH * WIDTH);
    multiply(LENGTH, WIDTH, WIDTH, {trace.blended, WIDTH}, {w + at.gather, WIDTH}, trace.seen, WIDTH, true);
    norm(trace.seen, w + at.inner_gain, trace.inner_normed);
    multiply(LENGTH, INNER, WIDTH, {trace.inner_normed, WIDTH}, {w + at.widen, INNER}, trace.inner, INNER, false);
    for (int t = 0; t < LENGTH; t++) {
      for (int i = 0; i < INNER; i++) {
        float& unit = trace.inner[t * INNER + i];
        unit = std::max(0.f, unit + w[at.widen_bias + i]);
        trace.passed[t * INNER + i] = unit * unit;
      }
    }
    memcpy(next, trace.seen, sizeof(float) * LENGTH * WIDTH);
    multiply(LENGTH, WIDTH, INNER, {trace.passed, INNER}, {w + at.narrow, WIDTH}, next, WIDTH, true);
  }

  /** d_x is of what the layer gave, and of what it was given afterwards. */
  void layer_back(const float* w, const Layer& at, LayerTrace& trace, float* d) {
    multiply(LENGTH, INNER, WIDTH, {d_x, WIDTH}, {w + at.narrow, WIDTH, true}, d_inner, INNER, false);
    multiply(INNER, WIDTH, LENGTH, {trace.passed, INNER, true}, {d_x, WIDTH}, d + at.narrow, WIDTH, true);
    for (int t = 0; t < LENGTH; t++) {
      for (int i = 0; i < INNER; i++) {
        float& unit = d_inner[t * INNER + i];
        unit *= 2 * trace.inner[t * INNER + i];
        d[at.widen_bias + i] += unit;
      }
    }
    multiply(LENGTH, WIDTH, INNER, {d_inner, INNER}, {w + at.widen, INNER, true}, d_narrow, WIDTH, false);
    multiply(WIDTH, INNER, LENGTH, {trace.inner_normed, WIDTH, true}, {d_inner, INNER}, d + at.widen, INNER, true);
    norm_back(trace.seen, w + at.inner_gain, d_narrow, d_x, d + at.inner_gain, true);
    multiply(LENGTH, WIDTH, WIDTH, {d_x, WIDTH}, {w + at.gather, WIDTH, true}, d_blended, WIDTH, false);
    multiply(WIDTH, WIDTH, LENGTH, {trace.blended, WIDTH, true}, {d_x, WIDTH}, d + at.gather, WIDTH, true);
    attend_back(w + at.distances, trace, d + at.distances);
    mix_back(w + at.mix, trace.raw, d + at.mix);
    multiply(LENGTH, WIDTH, 3 * WIDTH, {d_raw, 3 * WIDTH}, {w + at.project, 3 * WIDTH, true}, d_narrow, WIDTH, false);
    multiply(WIDTH, 3 * WIDTH, LENGTH, {trace.normed, WIDTH, true}, {d_raw, 3 * WIDTH}, d + at.project, 3 * WIDTH, true);
    norm_back(trace.x, w + at.input_gain, d_narrow, d_x, d + at.input_gain, true);
  }

  static void mix(const float* w, const float* raw, float* mixed) {
    for (int t = 0; t < LENGTH; t++) {
      float* to = mixed + t * 3 * WIDTH;
      std::fill(to, to + 3 * WIDTH, 0.f);
      for (int back = 0; back < MIXED && back <= t; back++) {
        const float* from = raw + (t - back) * 3 * WIDTH;
        for (int i = 0; i < 3 * WIDTH; i++) to[i] += from[i] * w[back * 3 * WIDTH + i];
      }
    }
  }

  void mix_back(const float* w, const float* raw, float* d_w) {
    memset(d_raw, 0, sizeof(float) * LENGTH * 3 * WIDTH);
    for (int t = 0; t < LENGTH; t++) {
      const float* d_to = d_mixed + t * 3 * WIDTH;
      for (int back = 0; back < MIXED && back <= t; back++) {
        const float* from = raw + (t - back) * 3 * WIDTH;
        float* d_from = d_raw + (t - back) * 3 * WIDTH;
        for (int i = 0; i < 3 * WIDTH; i++) {
          d_from[i] += d_to[i] * w[back * 3 * WIDTH + i];
          d_w[back * 3 * WIDTH + i] += d_to[i] * from[i];
        }
      }
    }
  }

  /** Keys that a query of a block attends to, as columns from the block's first key. */
  struct Heard {
    int from, to;
    const float* bias;
    int first_bias;
  };

  static Heard heard_by(int query, int first_key, const float* farthest_first) {
    const int bias = first_key - query + WINDOW - 1;
    return {std::max(0, query - WINDOW + 1) - first_key, query - first_key + 1, farthest_first + bias, bias};
  }

  static void farthest_first(const float* distances, float* to) {
    for (int i = 0; i < WINDOW; i++) to[i] = distances[WINDOW - 1 - i];
  }

  void attend(const float* distances, LayerTrace& trace) {
    const float scale = 1 / sqrtf(HEAD);
    for (int head = 0; head < HEADS; head++) {
      float biases[WINDOW];
      farthest_first(distances + head * WINDOW, biases);
      const float* queries = trace.mixed + head * HEAD;
      for (int start = 0; start < LENGTH; start += BLOCK) {
        const int first_key = std::max(0, start - WINDOW), count = start + BLOCK - first_key;
        const float* keys = queries + (size_t)first_key * 3 * WIDTH + WIDTH;
        multiply(BLOCK, count, HEAD, {queries + (size_t)start * 3 * WIDTH, 3 * WIDTH}, {keys, 3 * WIDTH, true}, shares, count, false);
        for (int i = 0; i < BLOCK; i++) {
          const Heard heard = heard_by(start + i, first_key, biases);
          float *row = shares + i * count, most = -1e9f, sum = 0;
          for (int k = heard.from; k < heard.to; k++) {
            row[k] = row[k] * scale + heard.bias[k];
            most = std::max(most, row[k]);
          }
          for (int k = heard.from; k < heard.to; k++) {
            row[k] = exponential(row[k] - most);
            sum += row[k];
          }
          for (int k = heard.from; k < heard.to; k++) row[k] /= sum;
          std::fill(row, row + heard.from, 0.f);
          std::fill(row + heard.to, row + count, 0.f);
          trace.log_sums[(start + i) * HEADS + head] = most + logf(sum);
        }
        multiply(BLOCK, HEAD, count, {shares, count}, {keys + WIDTH, 3 * WIDTH}, trace.blended + (size_t)start * WIDTH + head * HEAD, WIDTH, false);
      }
    }
  }

  void attend_back(const float* distances, const LayerTrace& trace, float* d_distances) {
    const float scale = 1 / sqrtf(HEAD);
    memset(d_mixed, 0, sizeof(float) * LENGTH * 3 * WIDTH);
    for (int head = 0; head < HEADS; head++) {
      float biases[WINDOW], d_biases[WINDOW] = {0};
      farthest_first(distances + head * WINDOW, biases);
      for (int start = 0; start < LENGTH; start += BLOCK) {
        const int first_key = std::max(0, start - WINDOW), count = start + BLOCK - first_key;
        const size_t query_at = (size_t)start * 3 * WIDTH + head * HEAD, key_at = (size_t)first_key * 3 * WIDTH + WIDTH + head * HEAD;
        const size_t out_at = (size_t)start * WIDTH + head * HEAD;
        const Matrix queries = {trace.mixed + query_at, 3 * WIDTH}, d_out = {d_blended + out_at, WIDTH};
        const float *keys = trace.mixed + key_at, *values = keys + WIDTH;
        multiply(BLOCK, count, HEAD, queries, {keys, 3 * WIDTH, true}, shares, count, false);
        multiply(BLOCK, count, HEAD, d_out, {values, 3 * WIDTH, true}, d_shares, count, false);
        for (int i = 0; i < BLOCK; i++) {
          const Heard heard = heard_by(start + i, first_key, biases);
          const float log_sum = trace.log_sums[(start + i) * HEADS + head];
          float *row = shares + i * count, *d_row = d_shares + i * count, *d_bias = d_biases + heard.first_bias, along = 0;
          for (int k = 0; k < HEAD; k++) along += d_blended[out_at + i * WIDTH + k] * trace.blended[out_at + i * WIDTH + k];
          for (int k = heard.from; k < heard.to; k++) {
            row[k] = exponential(row[k] * scale + heard.bias[k] - log_sum);
            const float own = row[k] * (d_row[k] - along);
            d_bias[k] += own;
            d_row[k] = own * scale;
          }
          for (float* each : {row, d_row}) {
            std::fill(each, each + heard.from, 0.f);
            std::fill(each + heard.to, each + count, 0.f);
          }
        }
        float *d_keys = d_mixed + key_at, *d_values = d_keys + WIDTH;
        multiply(count, HEAD, BLOCK, {shares, count, true}, d_out, d_values, 3 * WIDTH, true);
        multiply(BLOCK, HEAD, count, {d_shares, count}, {keys, 3 * WIDTH}, d_mixed + query_at, 3 * WIDTH, true);
        multiply(count, HEAD, BLOCK, {d_shares, count, true}, queries, d_keys, 3 * WIDTH, true);
      }
      for (int i = 0; i < WINDOW; i++) d_distances[head * WINDOW + WINDOW - 1 - i] += d_biases[i];
    }
  }

  /** Scores of some classes for all tokens. @returns how many */
  int score(const Scored& scored, int first) {
    const int count = std::min(CLASSES_AT_ONCE, scored.count - first);
    const float *rows = scored.rows + (size_t)first * WIDTH, *biases = scored.biases + first;
    multiply(LENGTH, count, WIDTH, {told, WIDTH}, {rows, WIDTH, true}, scores, CLASSES_AT_ONCE, false);
    for (int t = 0; t < LENGTH; t++) {
      float* row = scores + (size_t)t * CLASSES_AT_ONCE;
      for (int c = 0; c < count; c++) row[c] = std::min(row[c] + biases[c], MOST_SCORE);
    }
    return count;
  }

  /** All classes at once would take more memory than is near the processor: they are scored a second time instead. */
  void loss_back(const Scored& scored, const uint16_t* next, Scored::Blame& d, float scale, const std::vector<float>& sums) {
    for (int first = 0; first < scored.count; first += CLASSES_AT_ONCE) {
      const int count = score(scored, first);
      float blame[CLASSES_AT_ONCE] = {0};
      for (int t = 0; t < LENGTH; t++) {
        float* row = scores + (size_t)t * CLASSES_AT_ONCE;
        if (next[t] == NONE) {
          std::fill(row, row + count, 0.f);
          continue;
        }
        const float log_sum = logf(sums[t]) - logf(scale);
        for (int c = 0; c < count; c++) row[c] = exponential(row[c] - log_sum);
        const int place = scored.places[next[t]] - first;
        if (place >= 0 && place < count) row[place] -= scale;
        for (int c = 0; c < count; c++) blame[c] += row[c];
      }
      for (int c = 0; c < count; c++) d.biases[first + c] += blame[c];
      multiply(LENGTH, WIDTH, count, {scores, CLASSES_AT_ONCE}, {scored.rows + (size_t)first * WIDTH, WIDTH}, d_told, WIDTH, first > 0);
      multiply(count, WIDTH, LENGTH, {scores, CLASSES_AT_ONCE, true}, {told, WIDTH}, d.rows + (size_t)first * WIDTH, WIDTH, true);
    }
  }
};
