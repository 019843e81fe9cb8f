;; The arithmetic of the network, on a memory that the caller lays out: four numbers at a time, eight in a product
;; of weights. Addresses and counts of bytes are i32. Counts of numbers are multiples of 16 where weights are read,
;; of 4 elsewhere.
(module
  (import "network" "memory" (memory 1))

  ;; Writes n numbers as 16-bit integers. Returns what one of them is worth.
  (func (export "quantize") (param $from i32) (param $to i32) (param $n i32) (result f32)
    (local $at i32) (local $most v128) (local $scale f32) (local $times v128)
    (local.set $most (f32x4.splat (f32.const 1e-9)))
    (loop $each
      (local.set $most (f32x4.max (local.get $most)
        (f32x4.abs (v128.load (i32.add (local.get $from) (i32.shl (local.get $at) (i32.const 2)))))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $n))))
    (local.set $scale (f32.div
      (f32.max
        (f32.max (f32x4.extract_lane 0 (local.get $most)) (f32x4.extract_lane 1 (local.get $most)))
        (f32.max (f32x4.extract_lane 2 (local.get $most)) (f32x4.extract_lane 3 (local.get $most))))
      ;; 128 products of this and of a weight below 128 fit into 32 bits.
      (f32.const 16383)))
    (local.set $times (f32x4.splat (f32.div (f32.const 1) (local.get $scale))))
    (local.set $at (i32.const 0))
    (loop $each
      (v128.store (i32.add (local.get $to) (i32.shl (local.get $at) (i32.const 1)))
        (i16x8.narrow_i32x4_s
          (i32x4.trunc_sat_f32x4_s (f32x4.nearest (f32x4.mul (local.get $times)
            (v128.load (i32.add (local.get $from) (i32.shl (local.get $at) (i32.const 2)))))))
          (i32x4.trunc_sat_f32x4_s (f32x4.nearest (f32x4.mul (local.get $times)
            (v128.load offset=16 (i32.add (local.get $from) (i32.shl (local.get $at) (i32.const 2)))))))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $n))))
    (local.get $scale))

  ;; A matrix of 8-bit weights, a scale for each row, times a vector of 16-bit integers. Rows are a multiple of 4.
  (func (export "multiply") (param $weights i32) (param $scales i32) (param $vector i32) (param $scale f32)
      (param $to i32) (param $rows i32) (param $columns i32)
    (local $row i32) (local $at i32) (local $first i32) (local $second i32) (local $third i32) (local $fourth i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $low v128) (local $high v128) (local $w v128)
    (loop $rows_of_four
      (local.set $first (i32.add (local.get $weights) (i32.mul (local.get $row) (local.get $columns))))
      (local.set $second (i32.add (local.get $first) (local.get $columns)))
      (local.set $third (i32.add (local.get $second) (local.get $columns)))
      (local.set $fourth (i32.add (local.get $third) (local.get $columns)))
      (local.set $a (v128.const i32x4 0 0 0 0))
      (local.set $b (v128.const i32x4 0 0 0 0))
      (local.set $c (v128.const i32x4 0 0 0 0))
      (local.set $d (v128.const i32x4 0 0 0 0))
      (local.set $at (i32.const 0))
      (loop $sixteen
        (local.set $low (v128.load (i32.add (local.get $vector) (i32.shl (local.get $at) (i32.const 1)))))
        (local.set $high (v128.load offset=16 (i32.add (local.get $vector) (i32.shl (local.get $at) (i32.const 1)))))
        (local.set $w (v128.load (i32.add (local.get $first) (local.get $at))))
        (local.set $a (i32x4.add (local.get $a) (i32x4.add
          (i32x4.dot_i16x8_s (local.get $low) (i16x8.extend_low_i8x16_s (local.get $w)))
          (i32x4.dot_i16x8_s (local.get $high) (i16x8.extend_high_i8x16_s (local.get $w))))))
        (local.set $w (v128.load (i32.add (local.get $second) (local.get $at))))
        (local.set $b (i32x4.add (local.get $b) (i32x4.add
          (i32x4.dot_i16x8_s (local.get $low) (i16x8.extend_low_i8x16_s (local.get $w)))
          (i32x4.dot_i16x8_s (local.get $high) (i16x8.extend_high_i8x16_s (local.get $w))))))
        (local.set $w (v128.load (i32.add (local.get $third) (local.get $at))))
        (local.set $c (i32x4.add (local.get $c) (i32x4.add
          (i32x4.dot_i16x8_s (local.get $low) (i16x8.extend_low_i8x16_s (local.get $w)))
          (i32x4.dot_i16x8_s (local.get $high) (i16x8.extend_high_i8x16_s (local.get $w))))))
        (local.set $w (v128.load (i32.add (local.get $fourth) (local.get $at))))
        (local.set $d (i32x4.add (local.get $d) (i32x4.add
          (i32x4.dot_i16x8_s (local.get $low) (i16x8.extend_low_i8x16_s (local.get $w)))
          (i32x4.dot_i16x8_s (local.get $high) (i16x8.extend_high_i8x16_s (local.get $w))))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br_if $sixteen (i32.lt_u (local.get $at) (local.get $columns))))
      ;; The four sums of each row become one, the four rows a vector.
      (local.set $a (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
      (local.set $c (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
      (local.set $a (i32x4.add
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $c))
        (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $c))))
      (v128.store (i32.add (local.get $to) (i32.shl (local.get $row) (i32.const 2)))
        (f32x4.mul
          (f32x4.mul (f32x4.convert_i32x4_s (local.get $a)) (f32x4.splat (local.get $scale)))
          (v128.load (i32.add (local.get $scales) (i32.shl (local.get $row) (i32.const 2))))))
      (local.set $row (i32.add (local.get $row) (i32.const 4)))
      (br_if $rows_of_four (i32.lt_u (local.get $row) (local.get $rows)))))

  ;; Scores of n keys of 32 numbers: the product with the query, times 1/sqrt(32), plus the bias of each.
  ;; The addresses of the keys are read from a list, and an offset is added to each.
  (func (export "attend") (param $query i32) (param $list i32) (param $offset i32) (param $bias i32) (param $to i32)
      (param $n i32)
    (local $at i32) (local $key i32) (local $sum v128)
    (loop $each
      (local.set $key (i32.add (local.get $offset)
        (i32.load (i32.add (local.get $list) (i32.shl (local.get $at) (i32.const 2))))))
      (local.set $sum (f32x4.mul (v128.load (local.get $query)) (v128.load (local.get $key))))
      (local.set $sum (f32x4.add (local.get $sum)
        (f32x4.mul (v128.load offset=16 (local.get $query)) (v128.load offset=16 (local.get $key)))))
      (local.set $sum (f32x4.add (local.get $sum)
        (f32x4.mul (v128.load offset=32 (local.get $query)) (v128.load offset=32 (local.get $key)))))
      (local.set $sum (f32x4.add (local.get $sum)
        (f32x4.mul (v128.load offset=48 (local.get $query)) (v128.load offset=48 (local.get $key)))))
      (local.set $sum (f32x4.add (local.get $sum)
        (f32x4.mul (v128.load offset=64 (local.get $query)) (v128.load offset=64 (local.get $key)))))
      (local.set $sum (f32x4.add (local.get $sum)
        (f32x4.mul (v128.load offset=80 (local.get $query)) (v128.load offset=80 (local.get $key)))))
      (local.set $sum (f32x4.add (local.get $sum)
        (f32x4.mul (v128.load offset=96 (local.get $query)) (v128.load offset=96 (local.get $key)))))
      (local.set $sum (f32x4.add (local.get $sum)
        (f32x4.mul (v128.load offset=112 (local.get $query)) (v128.load offset=112 (local.get $key)))))
      (f32.store (i32.add (local.get $to) (i32.shl (local.get $at) (i32.const 2)))
        (f32.add
          (f32.load (i32.add (local.get $bias) (i32.shl (local.get $at) (i32.const 2))))
          (f32.mul (f32.const 0.17677669529663687)
            (f32.add
              (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
              (f32.add (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum)))))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $n)))))

  ;; The sum of n values of 32 numbers, each times its share, times a factor.
  (func (export "blend") (param $shares i32) (param $list i32) (param $offset i32) (param $to i32) (param $n i32)
      (param $factor f32)
    (local $at i32) (local $value i32) (local $share v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $e v128) (local $f v128) (local $g v128) (local $h v128)
    (loop $each
      (local.set $value (i32.add (local.get $offset)
        (i32.load (i32.add (local.get $list) (i32.shl (local.get $at) (i32.const 2))))))
      (local.set $share (v128.load32_splat (i32.add (local.get $shares) (i32.shl (local.get $at) (i32.const 2)))))
      (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $share) (v128.load (local.get $value)))))
      (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $share) (v128.load offset=16 (local.get $value)))))
      (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $share) (v128.load offset=32 (local.get $value)))))
      (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $share) (v128.load offset=48 (local.get $value)))))
      (local.set $e (f32x4.add (local.get $e) (f32x4.mul (local.get $share) (v128.load offset=64 (local.get $value)))))
      (local.set $f (f32x4.add (local.get $f) (f32x4.mul (local.get $share) (v128.load offset=80 (local.get $value)))))
      (local.set $g (f32x4.add (local.get $g) (f32x4.mul (local.get $share) (v128.load offset=96 (local.get $value)))))
      (local.set $h (f32x4.add (local.get $h) (f32x4.mul (local.get $share) (v128.load offset=112 (local.get $value)))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $n))))
    (local.set $share (f32x4.splat (local.get $factor)))
    (v128.store (local.get $to) (f32x4.mul (local.get $share) (local.get $a)))
    (v128.store offset=16 (local.get $to) (f32x4.mul (local.get $share) (local.get $b)))
    (v128.store offset=32 (local.get $to) (f32x4.mul (local.get $share) (local.get $c)))
    (v128.store offset=48 (local.get $to) (f32x4.mul (local.get $share) (local.get $d)))
    (v128.store offset=64 (local.get $to) (f32x4.mul (local.get $share) (local.get $e)))
    (v128.store offset=80 (local.get $to) (f32x4.mul (local.get $share) (local.get $f)))
    (v128.store offset=96 (local.get $to) (f32x4.mul (local.get $share) (local.get $g)))
    (v128.store offset=112 (local.get $to) (f32x4.mul (local.get $share) (local.get $h))))

  ;; Replaces n numbers by their exponentials, the largest of which becomes 1. Returns the sum.
  ;; exp(x) is 2^k times a polynomial of what is left, |rest| <= ln(2)/2; off by less than 3e-6 of itself.
  (func (export "exponentiate") (param $numbers i32) (param $n i32) (result f32)
    (local $at i32) (local $end i32) (local $most v128) (local $x v128) (local $whole v128) (local $sum v128)
    (local.set $end (i32.add (local.get $numbers) (i32.shl (local.get $n) (i32.const 2))))
    (local.set $at (local.get $numbers))
    (local.set $most (f32x4.splat (f32.const -1e30)))
    (loop $each
      (local.set $most (f32x4.max (local.get $most) (v128.load (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $end))))
    (local.set $most (f32x4.splat (f32.max
      (f32.max (f32x4.extract_lane 0 (local.get $most)) (f32x4.extract_lane 1 (local.get $most)))
      (f32.max (f32x4.extract_lane 2 (local.get $most)) (f32x4.extract_lane 3 (local.get $most))))))
    (local.set $at (local.get $numbers))
    (loop $each
      (local.set $x (f32x4.mul (f32x4.splat (f32.const 1.4426950408889634))
        (f32x4.max (f32x4.splat (f32.const -80)) (f32x4.sub (v128.load (local.get $at)) (local.get $most)))))
      (local.set $whole (f32x4.nearest (local.get $x)))
      (local.set $x (f32x4.sub (local.get $x) (local.get $whole)))
      (local.set $x
        (f32x4.mul
          (i32x4.shl (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $whole)) (i32x4.splat (i32.const 127))) (i32.const 23))
          (f32x4.add (f32x4.splat (f32.const 1)) (f32x4.mul (local.get $x)
            (f32x4.add (f32x4.splat (f32.const 0.693147182)) (f32x4.mul (local.get $x)
              (f32x4.add (f32x4.splat (f32.const 0.240226507)) (f32x4.mul (local.get $x)
                (f32x4.add (f32x4.splat (f32.const 0.0555041087)) (f32x4.mul (local.get $x)
                  (f32x4.add (f32x4.splat (f32.const 0.00961812911)) (f32x4.mul (local.get $x)
                    (f32x4.splat (f32.const 0.00133335581))))))))))))))
      (v128.store (local.get $at) (local.get $x))
      (local.set $sum (f32x4.add (local.get $sum) (local.get $x)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $end))))
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
      (f32.add (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum))))))
