using System.IO.Pipelines;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

using SurveyFunctions.Hosting;
using SurveyFunctions.Intake;
using SurveyFunctions.Problems;

using Surveys.Readings;

using TestSupport;

namespace SurveyFunctions.Tests.Hosting;

/// <summary>Bodies that arrive in parts, on a clock that is moved by hand.</summary>
public sealed class BodyReaderTests : IDisposable
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _clock = new();
    private readonly RequestLimit _limit;
    private readonly List<IDisposable> _places = [];

    public BodyReaderTests() => _limit = new RequestLimit(_clock, NullLogger<RequestLimit>.Instance);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_is_read_however_it_is_cut(bool saysItsLength)
    {
        var body = Enumerable.Range(0, 40_000).Select(i => (byte)i).ToArray();
        var (writer, reading) = Begin(SubmitResponse.MostBytes, saysItsLength ? body.Length : null);
        for (var from = 0; from < body.Length; from += 7_000)
            await writer.WriteAsync(body.AsMemory(from, Math.Min(7_000, body.Length - from)));
        await writer.CompleteAsync();

        var read = await reading;

        Assert.True(read.IsValid);
        Assert.Equal(body, read.Value.ToArray());
        Assert.Equal(0, _clock.ActiveTimers);
    }

    [Theory]
    [InlineData(100, 100, false)]
    [InlineData(100, 101, true)]
    [InlineData(20_000, 20_001, true)]
    [InlineData(20_000, 20_000, false)]
    public async Task A_body_that_does_not_say_its_length_is_refused_one_byte_beyond_the_most(int most, int length, bool isRefused)
    {
        var (writer, reading) = Begin(most, length: null);
        await writer.WriteAsync(new byte[length]);
        await writer.CompleteAsync();

        Assert.Equal(isRefused ? ProblemCatalogue.BodyTooLarge : null, (await reading).Problems.SingleOrDefault());
    }

    [Fact]
    public async Task A_body_that_does_not_end_is_given_up_when_its_time_is_over()
    {
        var (writer, reading) = Begin(SubmitResponse.MostBytes, length: 50_000);
        for (var second = 0; second < BodyReader.LeastTime.TotalSeconds; second++)
        {
            await writer.WriteAsync(new byte[300]);
            await UntilAsync(() => _clock.ActiveTimers == 1);
            Assert.False(reading.IsCompleted);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        _clock.Advance(TimeSpan.FromSeconds(SubmitResponse.MostBytes / 1024 / 16));

        Assert.Equal([ProblemCatalogue.BodyTooSlow], (await reading.WaitAsync(LongEnough, TimeProvider.System)).Problems);
    }

    /// <summary>Each with as much as it may have without room being made for it.</summary>
    [Fact]
    public async Task Any_number_of_bodies_that_arrive_slowly_keep_out_none_that_is_here()
    {
        const int Slow = 2 * RequestLimit.MostRequests;
        var slow = new List<Task<Reading<ReadOnlyMemory<byte>, Problem>>>();
        for (var i = 0; i < Slow; i++)
        {
            var (writer, reading) = Begin(SubmitResponse.MostBytes, SubmitResponse.MostBytes);
            await writer.WriteAsync(new byte[300]);
            slow.Add(reading);
        }

        var (body, arrived) = Begin(SubmitResponse.MostBytes, length: 2_000);
        await body.WriteAsync(new byte[2_000]);

        Assert.True((await arrived.WaitAsync(LongEnough, TimeProvider.System)).IsValid);
        Assert.DoesNotContain(slow, reading => reading.IsCompleted);
    }

    [Fact]
    public async Task Large_bodies_that_arrive_slowly_get_so_much_room_and_no_more()
    {
        const int Each = 64 * 1024;
        var most = (int)(RequestLimit.MostBytes / Each);
        var slow = new List<Task<Reading<ReadOnlyMemory<byte>, Problem>>>();
        for (var i = 0; i < most + 10; i++)
        {
            var (writer, reading) = Begin(SubmitResponse.MostBytes, SubmitResponse.MostBytes);
            await writer.WriteAsync(new byte[40_000]);
            slow.Add(reading);
        }
        await UntilAsync(() => slow.Count(reading => reading.IsCompleted) >= 10);
        Assert.All(slow.Where(reading => reading.IsCompleted), reading => Assert.Equal([ProblemCatalogue.StorageUnavailable], reading.Result.Problems));

        var (small, arrived) = Begin(SubmitResponse.MostBytes, length: 4_000);
        await small.WriteAsync(new byte[4_000]);

        Assert.True((await arrived.WaitAsync(LongEnough, TimeProvider.System)).IsValid);
    }

    public void Dispose() => _places.ForEach(place => place.Dispose());

    private (PipeWriter Writer, Task<Reading<ReadOnlyMemory<byte>, Problem>> Reading) Begin(int most, int? length)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var context = new DefaultHttpContext();
        var place = _limit.NewPlace();
        _places.Add(place);
        context.Features.Set(place);
        context.Request.Body = pipe.Reader.AsStream();
        context.Request.ContentLength = length;
        return (pipe.Writer, BodyReader.ReadAsync(context.Request, most, CancellationToken.None));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(LongEnough);
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
    }
}
