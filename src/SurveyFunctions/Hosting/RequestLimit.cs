using SurveyEngine.Intake;

using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.Hosting;

/// <summary>
/// How many requests the app works on at once, and how much their bodies may be. Those beyond that are told to come back at once
/// instead of piling up behind a store that is slow. A body that is still on its way takes no place: however many arrive slowly,
/// they keep out nobody whose body is here and is no larger than most are.
/// </summary>
public sealed partial class RequestLimit(TimeProvider time, ILogger<RequestLimit> logger)
{
    /// <summary>More than may wait for the store, so that pages are still answered while the intake is full.</summary>
    public const int MostRequests = 5_000;

    /// <summary>Of one response. A survey may ask for 10,000 characters of comments; escaped in JSON or in a form each may take six to nine bytes.</summary>
    public const int MostBytesOfOne = 96 * 1024;

    /// <summary>Of all bodies that are no larger than one response may be. A body counts until its request is answered.</summary>
    public const long MostBytes = 64 * 1024 * 1024;

    /// <summary>Batches: few at once, each may be 2 MiB.</summary>
    public const int MostLargeBodies = 16;

    private readonly AdmissionLimit _requests = new(MostRequests, MostBytes);
    private readonly AdmissionLimit _largeBodies = new(MostLargeBodies, long.MaxValue);
    private readonly AdmissionLimit _arriving = new(int.MaxValue, MostBytes);
    private readonly AdmissionLimit _arrivingLarge = new(int.MaxValue, MostBytes);
    private readonly LogThrottle _throttle = new(time);
    private readonly TimeProvider _time = time;

    /// <summary>The places of one request; none is taken yet.</summary>
    public Place NewPlace() => new(this);

    private void Report()
    {
        if (_throttle.IsTime(out var leftOut))
            Log.Full(logger, _requests.Entries, _largeBodies.Entries, leftOut);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "Too much at once: {Requests} requests and {LargeBodies} batches are under way; further ones are told to come back, {LeftOut} "
            + "since the last of these lines. Add instances, or see whether the storage is slow.")]
        public static partial void Full(ILogger logger, int requests, int largeBodies, int leftOut);
    }

    /// <summary>What one request takes of the limits. Disposed of when it is answered.</summary>
    public sealed class Place(RequestLimit limit) : IDisposable
    {
        private AdmissionLimit? _entered;
        private long _enteredBytes;
        private AdmissionLimit? _room;
        private long _roomBytes;

        public TimeProvider Time => limit._time;

        /// <summary>Room for a body that has not arrived whole and is larger than the little that each may be. False: there is none.</summary>
        public bool TryMakeRoom(int bytes)
        {
            LeaveRoom();
            var room = bytes > MostBytesOfOne + 1 ? limit._arrivingLarge : limit._arriving;
            if (!room.TryEnter(bytes))
                return Refuse();
            (_room, _roomBytes) = (room, bytes);
            return true;
        }

        /// <summary>The whole request is here. False: too many are worked on.</summary>
        /// <param name="bytes">Of its body.</param>
        public bool TryEnter(int bytes)
        {
            LeaveRoom();
            var isLarge = bytes > MostBytesOfOne;
            var (wanted, counted) = isLarge ? (limit._largeBodies, 0L) : (limit._requests, bytes);
            if (!wanted.TryEnter(counted))
                return Refuse();
            (_entered, _enteredBytes) = (wanted, counted);
            return true;
        }

        public void Dispose()
        {
            LeaveRoom();
            _entered?.Leave(_enteredBytes);
        }

        private void LeaveRoom()
        {
            _room?.Leave(_roomBytes);
            _room = null;
        }

        private bool Refuse()
        {
            limit.Report();
            return false;
        }
    }
}

public static class RequestLimitMiddleware
{
    public static IApplicationBuilder UseRequestLimit(this IApplicationBuilder app)
    {
        var limit = app.ApplicationServices.GetRequiredService<RequestLimit>();
        return app.Use(async (context, next) =>
        {
            using var place = limit.NewPlace();
            if (HttpMethods.IsPost(context.Request.Method))
            {
                // Whoever reads the body enters with it.
                context.Features.Set(place);
            }
            else if (!place.TryEnter(0))
            {
                await new ProblemResult(ProblemCatalogue.StorageUnavailable).ExecuteAsync(context);
                return;
            }
            await next(context);
        });
    }
}
