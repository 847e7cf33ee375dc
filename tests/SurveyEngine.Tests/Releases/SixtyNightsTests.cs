using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Releases;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Releases;
using Surveys.Tallies;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Releases;

/// <summary>
/// Waves of sixty nights, to which answers come and from which they go, made up from a seed. A reader keeps every page; what he sees
/// exactly is taken from the blocks.
/// </summary>
public sealed class SixtyNightsTests(EmbeddedEngineFixture stores, ITestOutputHelper output) : IClassFixture<EmbeddedEngineFixture>
{
    private const int Nights = 60;
    private const int Schools = 7;

    private static int Communities => Environment.GetEnvironmentVariable("RANDOM_NIGHTS") is { } number ? int.Parse(number) : 2;

    [Fact]
    public async Task Nobody_who_keeps_every_page_learns_what_few_people_said_and_most_schools_show_figures()
    {
        var reader = new Reader();
        for (var seed = 1; seed <= Communities; seed++)
            await LiveAsync(seed, reader);

        output.WriteLine($"{Communities} communities: {reader.Blocks} blocks; of {reader.Large} schools with 30 answers or more {reader.InTime} showed a block within ten nights; "
            + $"the last open releases have {reader.ShownAtLast} of {reader.AnswersAtLast} answers.");
        Assert.True(reader.Blocks > Communities * Schools);
        Assert.True(100 * reader.InTime >= 85 * reader.Large, $"{reader.InTime} of {reader.Large}");
        Assert.True(100 * reader.ShownAtLast >= 75 * reader.AnswersAtLast, $"{reader.ShownAtLast} of {reader.AnswersAtLast}");
    }

    /// <summary>Some too small for figures of their own, of whose people more or fewer are found to be there after some nights, and one that was forgotten.</summary>
    [Fact]
    public async Task Nor_of_small_schools_mended_numbers_and_one_that_comes_late()
    {
        var reader = new Reader();
        for (var seed = 1; seed <= Communities; seed++)
            await LiveAsync(seed);

        output.WriteLine($"{Communities} communities: {reader.Blocks} blocks, {reader.Pools} of them of small schools together.");
        Assert.True(reader.Pools > 0);

        async Task LiveAsync(int seed)
        {
            const int all = 12;
            var random = new Random(seed);
            var clock = new ManualTimeProvider();
            using var engine = stores.NewEngine(time: clock);
            var wave = await TestWave.OpenAsync(engine, all - 1);
            var people = Enumerable.Range(0, all).Select(_ => random.Next(2) == 0 ? random.Next(3, 10) : random.Next(12, 60)).ToList();
            await MendAsync([]);
            wave = await TestWave.FindAsync(engine, wave.Tenant, wave.Id, all - 1);
            var schools = people.ConvertAll(number => new School(new Random(random.Next()), number, random.Next(30, 80)));
            reader.Begin();
            for (var night = 0; night < Nights / 3; night++)
            {
                if (night == 6)
                {
                    for (var time = 0; time < 4; time++)
                        people[random.Next(all)] = random.Next(3, 40);
                    await MendAsync([new SchoolId($"school-{all - 1:D3}")]);
                    wave = await TestWave.FindAsync(engine, wave.Tenant, wave.Id, all);
                }
                foreach (var (place, school) in schools.Take(wave.Schools.Count).Index())
                    await school.LiveADayAsync(engine, wave, place, night);
                clock.Advance(TimeSpan.FromDays(1));
                await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
                reader.Keep(wave.Wave.Layout, await Reader.ReadBlocksAsync(engine, wave));
            }
            await SettleAsync(engine, clock, wave);

            async Task MendAsync(SchoolId[] late)
            {
                var (organisations, collections) = await engine.Definitions.ReadOrganisationsAsync(wave.Tenant, CancellationToken.None);
                var rows = organisations.ToList();
                if (late.Length > 0)
                    rows.Add(rows[^1] with { Path = $"network/district-b/{late[0]}", Name = "Late" });
                var number = 0;
                await engine.Definitions.SaveOrganisationsAsync(
                    wave.Tenant, [.. rows.Select(row => row.Kind == "school" ? row with { Enrolment = $"{people[number++]}" } : row)], collections, CancellationToken.None);
                Assert.True((await engine.Mend.RunAsync(wave.Wave, late, isDryRun: false, CancellationToken.None)).IsValid);
            }
        }
    }

    private async Task LiveAsync(int seed, Reader reader)
    {
        var random = new Random(seed);
        var clock = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: clock);
        var wave = await TestWave.OpenAsync(engine, Schools);
        var schools = Enumerable.Range(0, Schools).Select(_ => new Random(random.Next())).Select(own => new School(own, own.Next(2, 70), own.Next(60, 90))).ToList();
        reader.Begin();
        PublishedRelease? release = null;
        for (var night = 0; night < Nights; night++)
        {
            foreach (var (place, school) in schools.Index())
                await school.LiveADayAsync(engine, wave, place, night);
            clock.Advance(TimeSpan.FromDays(1));
            release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
            await reader.LookAsync(engine, wave, release!, night, schools.ConvertAll(school => school.Answers));
        }
        reader.AnswersAtLast += schools.Sum(school => school.Answers);
        reader.ShownAtLast += reader.ShownNow;

        await SettleAsync(engine, clock, wave);
    }

    private static async Task SettleAsync(Engine engine, ManualTimeProvider clock, TestWave wave)
    {
        await engine.States.CloseAsync(wave.Wave, CancellationToken.None);
        clock.Advance(ChangeWaveState.ClosingTime + TimeSpan.FromMinutes(1));
        await engine.FoldAll.FoldAsync(CancellationToken.None);
        engine.Waves.Forget(wave.Id);
        var settled = await engine.Waves.RequireAsync(wave.Tenant, wave.Id, CancellationToken.None);
        Assert.NotNull(await engine.Release.RunAsync(settled, CancellationToken.None));
        Assert.Empty((await engine.Attack.RunAsync(settled, CancellationToken.None))!.Finds);
    }

    /// <summary>Most answers come in the first nights, and some are withdrawn, now and then many at once.</summary>
    private sealed class School(Random random, int people, int mood)
    {
        private readonly List<(ResponseId Id, int Bucket)> _stored = [];

        public int Answers => _stored.Count;

        public async Task LiveADayAsync(Engine engine, TestWave wave, int place, int night)
        {
            var coming = Enumerable.Range(0, people - _stored.Count).Count(_ => random.Next(100) < (night < 5 ? 15 : 4));
            var outcomes = await Task.WhenAll(Enumerable.Range(0, coming).Select(_ => (Id: new ResponseId(NewId()), Answers: Draw()))
                .Select(async response =>
                {
                    Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(wave.Submission(place, response.Answers, response.Id)));
                    return (response.Id, wave.Schools[place].Bucket);
                }));
            _stored.AddRange(outcomes);
            var going = random.Next(30) == 0 ? _stored.Count / 2 : random.Next(20) == 0 ? 1 : 0;
            foreach (var (id, bucket) in _stored.Take(going).ToList())
                await engine.Accept.WithdrawAsync(new Withdrawal(wave.Wave, bucket, id));
            _stored.RemoveRange(0, Math.Min(going, _stored.Count));
        }

        private Guid NewId()
        {
            var bytes = new byte[16];
            random.NextBytes(bytes);
            (bytes[7], bytes[8]) = ((byte)((bytes[7] & 0x0F) | 0x40), (byte)((bytes[8] & 0x3F) | 0x80));
            return new Guid(bytes);
        }

        private string Draw()
        {
            var isPleased = random.Next(100) < mood;
            string Of(string good, string bad) => random.Next(100) < (isPleased ? 90 : 20) ? good : bad;
            return $$"""{"overall":"{{Of("favorable", random.Next(3) == 0 ? "neither" : "unfavorable")}}","welcome":"{{Of("agree", "disagree")}}","left-out":"{{Of("disagree", "agree")}}"}""";
        }
    }

    /// <summary>Keeps what is shown, and holds each night against all before.</summary>
    private sealed class Reader
    {
        private readonly Dictionary<string, List<long[]>> _blocks = [];
        private readonly Dictionary<string, int> _hasThirty = [];
        private readonly HashSet<string> _inTime = [];

        public int Blocks { get; private set; }

        /// <summary>Of these.</summary>
        public int Pools { get; private set; }

        public int Large { get; private set; }

        public int InTime { get; private set; }

        public long AnswersAtLast { get; set; }

        public long ShownAtLast { get; set; }

        /// <summary>Responses in the blocks of the last release.</summary>
        public long ShownNow { get; private set; }

        public void Begin()
        {
            _blocks.Clear();
            _hasThirty.Clear();
            _inTime.Clear();
        }

        public async Task LookAsync(Engine engine, TestWave wave, PublishedRelease release, int night, List<int> answers)
        {
            var layout = wave.Wave.Layout;
            var pages = new Dictionary<string, ShownScope>();
            foreach (var scope in wave.Schools.Select(school => school.Id.Value).Concat(["network", "district-a", "district-b", "coalition"]))
                pages[scope] = (await engine.Results.FindAsync(wave.Wave, release.Id, new ScopeId(scope), CancellationToken.None))!;
            var now = (await ReadBlocksAsync(engine, wave)).ToDictionary(unit => unit.Key["school!".Length..], unit => unit.Value);
            ShownNow = now.Values.Sum(block => block[layout.ResponsesCell(TallyLayout.Everyone)]);
            foreach (var (place, school) in wave.Schools.Index())
            {
                var page = pages[school.Id.Value];
                // Participation: rounded down by steps of ten, of a hundred.
                Assert.Equal(answers[place] / 10 * 10, page.Participation.Responses);
                HoldAgainst(page, layout, now.GetValueOrDefault(school.Id.Value));
                if (answers[place] >= 30 && night < Nights - 10 && _hasThirty.TryAdd(school.Id.Value, night))
                    Large++;
                if (_hasThirty.TryGetValue(school.Id.Value, out var since) && now.ContainsKey(school.Id.Value) && night - since <= 10 && _inTime.Add(school.Id.Value))
                    InTime++;
            }
            Keep(layout, now);
            // Sums of blocks, and of nothing else.
            foreach (var (scope, parts) in new[]
            {
                ("network", wave.Schools), ("district-a", [.. wave.Schools.Take((Schools + 1) / 2)]), ("district-b", [.. wave.Schools.Skip((Schools + 1) / 2)]),
                ("coalition", [.. wave.Schools.Where((_, place) => place % 2 == 0)]),
            })
            {
                var sum = new long[layout.CellCount];
                foreach (var block in parts.Select(school => now.GetValueOrDefault(school.Id.Value)).OfType<long[]>())
                {
                    for (var cell = 0; cell < sum.Length; cell++)
                        sum[cell] += block[cell];
                }
                HoldAgainst(pages[scope], layout, sum[layout.ResponsesCell(TallyLayout.Everyone)] == 0 ? null : sum);
            }
        }

        /// <summary>Of every unit each version that differs.</summary>
        public void Keep(TallyLayout layout, Dictionary<string, long[]> now)
        {
            var measures = BlockRule.ToldWhileOpen(layout, Measure.AllOf(layout)).ToList();
            foreach (var (unit, block) in now)
            {
                var known = _blocks.TryGetValue(unit, out var list) ? list : _blocks[unit] = [];
                if (known.Exists(other => other.AsSpan().SequenceEqual(block)))
                    continue;
                // What any two versions differ by is a group of several minds.
                foreach (var other in known)
                {
                    Assert.True(Math.Abs(block[layout.ResponsesCell(TallyLayout.Everyone)] - other[layout.ResponsesCell(TallyLayout.Everyone)]) >= 10);
                    foreach (var measure in measures)
                    {
                        var change = measure.CountsOf(layout, block, TallyLayout.Everyone).Minus(measure.CountsOf(layout, other, TallyLayout.Everyone));
                        var items = measure.Kind is MeasureKind.Topic ? 2 : 1;
                        Assert.True(Math.Abs(change.People) >= 10 && Math.Abs(change.Favorable) >= 3 * items && Math.Abs(change.Valid - change.Favorable) >= 3 * items);
                    }
                }
                known.Add(block);
                Blocks++;
                Pools += unit.StartsWith("pool!", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        private static void HoldAgainst(ShownScope page, TallyLayout layout, long[]? counts)
        {
            Assert.Empty(page.Items);
            Assert.Empty(page.Groups);
            if (counts is null)
            {
                Assert.Equal(ShownRate.Hidden, page.Headline);
                Assert.Equal(ShownRate.Hidden, page.Topics.Single().Rate);
                return;
            }
            var headline = Measure.AllOf(layout)[0].CountsOf(layout, counts, TallyLayout.Everyone);
            Assert.Equal((int)Math.Round(100.0 * headline.Favorable / headline.Valid, MidpointRounding.AwayFromZero), page.Headline!.Favorable);
            Assert.True(page.Topics.Single().Rate is { Favorable: not null, Neutral: null, Unfavorable: null });
        }

        public static async Task<Dictionary<string, long[]>> ReadBlocksAsync(Engine engine, TestWave wave)
        {
            var blocks = new Dictionary<string, long[]>();
            var rule = new BlockRule(wave.Wave.Layout, new CellRules(10));
            foreach (var (partition, kind) in wave.Wave.Partitions.Select(partition => (partition.Key, "school!")).Append((BlocksKeys.SharedPartition(wave.Tenant, wave.Id), "pool!")))
            {
                // Of several of one unit the newest comes last.
                await foreach (var row in engine.Tables.QueryAsync(StoreNames.Blocks, partition, RowRange.Prefix(kind), CancellationToken.None))
                    blocks[BlocksKeys.Read(row.RowKey).Unit] = Block.Read(row, wave.Wave.Layout, rule).Decode(wave.Wave.Layout);
            }
            return blocks;
        }
    }
}
