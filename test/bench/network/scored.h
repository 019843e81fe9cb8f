// Which classes are scored at a step of teaching: those that come, and a tenth of all others, each for ten of them
// (sampled softmax, Jean et al. 2015, https://arxiv.org/abs/1412.2007); or all, where the loss is reported.
#pragma once
#include <vector>
#include "layout.h"

/** In the place of the class that comes next: it does not count. */
constexpr uint16_t NONE = 0xffff;
/** One of so many others is scored, another tenth at each step. */
constexpr int OTHERS = 10;
/** Classes are scored so many at a time. */
constexpr int FULL = 32;
/** A score that nothing weighs. */
constexpr float NEVER = -60;

struct Scored {
  int count;
  const float *rows, *biases;
  /** Where each class stands among them. */
  std::vector<int> places;

  /** Gradients of rows and biases. */
  struct Blame {
    float *rows, *biases;
  };

  static Scored all(const Layout& layout, const float* w) {
    Scored scored = {layout.classes, w + layout.embedding, w + layout.output_bias, std::vector<int>(layout.classes)};
    for (int each = 0; each < layout.classes; each++) scored.places[each] = each;
    return scored;
  }
};

class ClassSample {
 public:
  ClassSample(const Layout& layout, int threads) : layout(layout), rows(numbers((size_t)layout.classes * WIDTH)), biases(numbers(layout.classes)) {
    for (int i = 0; i < threads; i++) blames.push_back({numbers((size_t)layout.classes * WIDTH), numbers(layout.classes)});
    scored.places.resize(layout.classes);
    scored.rows = rows;
    scored.biases = biases;
  }

  /** Chooses anew. @param comes whether a class does */
  const Scored& choose(const float* w, const std::vector<uint8_t>& comes) {
    classes.clear();
    // Words are listed by how common they are: one of each ten in turn is a fair choice.
    int others = steps++ % OTHERS;
    for (int each = 0; each < layout.classes; each++)
      if (comes[each] || others++ % OTHERS == 0) classes.push_back(each);
    scored.count = ((int)classes.size() + FULL - 1) / FULL * FULL;
    std::fill(rows, rows + (size_t)scored.count * WIDTH, 0.f);
    std::fill(biases, biases + scored.count, NEVER);
    for (size_t at = 0; at < classes.size(); at++) {
      const int each = classes[at];
      scored.places[each] = at;
      memcpy(rows + at * WIDTH, w + layout.embedding + (size_t)each * WIDTH, WIDTH * 4);
      biases[at] = w[layout.output_bias + each] + (comes[each] ? 0 : logf(OTHERS));
    }
    for (Scored::Blame& blame : blames) {
      std::fill(blame.rows, blame.rows + (size_t)scored.count * WIDTH, 0.f);
      std::fill(blame.biases, blame.biases + scored.count, 0.f);
    }
    return scored;
  }

  /** Of a thread, to add to. */
  Scored::Blame& blame_of(int thread) { return blames[thread]; }

  /** Adds what all threads found to blame to that of all weights. */
  void spread(float* d) const {
    for (const Scored::Blame& blame : blames) {
      for (size_t at = 0; at < classes.size(); at++) {
        float* row = d + layout.embedding + (size_t)classes[at] * WIDTH;
        for (int i = 0; i < WIDTH; i++) row[i] += blame.rows[at * WIDTH + i];
        d[layout.output_bias + classes[at]] += blame.biases[at];
      }
    }
  }

 private:
  const Layout& layout;
  float *rows, *biases;
  Scored scored;
  std::vector<int> classes;
  std::vector<Scored::Blame> blames;
  int steps = 0;
};
